//! The open brackets of a script, what each was opened for, and what is begun in each.

/// What an open bracket was opened for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Bracket {
    /// `(` around or behind an operand; `[`.
    Group,
    /// `(` behind `if`, `while`, `for` or `with`; `ends_do` behind the `while` of a `do`.
    Head { of_for: bool, ends_do: bool },
    /// `(` in front of a body: of parameters, behind `catch` or `switch`.
    Params,
    /// `{` of a block or a body; `is_operand` of a function that is an operand.
    Block { is_operand: bool },
    /// `{` behind `=>`
    ArrowBody { parenthesised: bool },
    /// `{` of a class
    Class { is_operand: bool },
    /// `{` of an object or a pattern
    Object,
    /// `{` of what is imported or exported
    Names,
    /// `${`
    Template,
}

/// What a bracket was that has been closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Closed {
    Operand,
    Head,
    Params,
    ArrowBody {
        parenthesised: bool,
    },
    Names,
    /// A block or a declaration; a `do` with its `while`.
    Statement,
}

/// What a `:` stands behind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Colon {
    Case,
    Label,
    /// A name or the first half of a ternary's choice: an operand follows.
    Value,
}

/// What has a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Function,
    Class,
}

#[derive(Clone, Copy, Debug)]
struct Level {
    bracket: Bracket,
    /// Ternaries of which the `:` is still to come.
    ternaries: usize,
    /// `do`s of which the `while` is still to come.
    dos: usize,
    /// Whether the `:` of a `case` or `default` is still to come.
    in_case: bool,
}

impl Level {
    fn new(bracket: Bracket) -> Self {
        Self { bracket, ternaries: 0, dos: 0, in_case: false }
    }
}

/// A `function` or a `class` of which the body is still to come.
#[derive(Clone, Copy, Debug)]
struct Awaited {
    depth: usize,
    kind: Kind,
    is_operand: bool,
}

#[derive(Clone, Debug)]
pub(crate) struct Brackets {
    /// The file itself is none of them.
    outer: Vec<Level>,
    level: Level,
    /// Several may wait at one depth: `class extends class extends a {} {}`.
    awaited: Vec<Awaited>,
}

impl Brackets {
    pub(crate) fn new() -> Self {
        let file = Level::new(Bracket::Block { is_operand: false });
        Self { outer: Vec::new(), level: file, awaited: Vec::new() }
    }

    pub(crate) fn innermost(&self) -> Bracket {
        self.level.bracket
    }

    pub(crate) fn in_statements(&self) -> bool {
        matches!(self.level.bracket, Bracket::Block { .. } | Bracket::ArrowBody { .. })
    }

    pub(crate) fn in_class(&self) -> bool {
        matches!(self.level.bracket, Bracket::Class { .. })
    }

    pub(crate) fn in_head_of_for(&self) -> bool {
        matches!(self.level.bracket, Bracket::Head { of_for: true, .. })
    }

    pub(crate) fn open(&mut self, bracket: Bracket) {
        self.outer.push(std::mem::replace(&mut self.level, Level::new(bracket)));
    }

    /// Closes the innermost bracket, whatever its other half is: the parser will tell if that is another one.
    pub(crate) fn close(&mut self) -> Closed {
        let Some(outer) = self.outer.pop() else {
            return Closed::Operand;
        };
        let closed = std::mem::replace(&mut self.level, outer).bracket;
        while self.awaited.last().is_some_and(|awaited| awaited.depth > self.outer.len()) {
            self.awaited.pop();
        }
        match closed {
            Bracket::Head { ends_do: true, .. }
            | Bracket::Block { is_operand: false }
            | Bracket::Class { is_operand: false } => Closed::Statement,
            Bracket::Head { .. } => Closed::Head,
            Bracket::Params => Closed::Params,
            Bracket::ArrowBody { parenthesised } => Closed::ArrowBody { parenthesised },
            Bracket::Names => Closed::Names,
            Bracket::Group
            | Bracket::Template
            | Bracket::Object
            | Bracket::Block { .. }
            | Bracket::Class { .. } => Closed::Operand,
        }
    }

    /// A `function` or a `class` has been read.
    pub(crate) fn await_body(&mut self, kind: Kind, is_operand: bool) {
        self.awaited.push(Awaited { depth: self.outer.len(), kind, is_operand });
    }

    pub(crate) fn body_is_awaited(&self) -> bool {
        self.awaited.last().is_some_and(|awaited| awaited.depth == self.outer.len())
    }

    pub(crate) fn awaits(&self, kind: Kind) -> bool {
        self.body_is_awaited() && self.awaited.last().is_some_and(|awaited| awaited.kind == kind)
    }

    /// The awaited body, if `{` opens it. That of a class can, where its name and what it extends are whole.
    pub(crate) fn awaited_body(&mut self, class_is_whole: bool) -> Option<Bracket> {
        if !self.body_is_awaited() || (self.awaits(Kind::Class) && !class_is_whole) {
            return None;
        }
        let Awaited { kind, is_operand, .. } = self.awaited.pop()?;
        Some(match kind {
            Kind::Class => Bracket::Class { is_operand },
            Kind::Function => Bracket::Block { is_operand },
        })
    }

    pub(crate) fn begin_ternary(&mut self) {
        self.level.ternaries += 1;
    }

    /// The `?` was none of a ternary.
    pub(crate) fn end_ternary(&mut self) {
        self.level.ternaries = self.level.ternaries.saturating_sub(1);
    }

    pub(crate) fn begin_case(&mut self) {
        self.level.in_case = self.in_statements();
    }

    pub(crate) fn begin_do(&mut self) {
        self.level.dos += 1;
    }

    /// Whether a `do` was open, which a `while` ends.
    pub(crate) fn end_do(&mut self) -> bool {
        let was_open = self.level.dos > 0;
        self.level.dos = self.level.dos.saturating_sub(1);
        was_open
    }

    /// What the `:` is that is read now.
    pub(crate) fn colon(&mut self) -> Colon {
        if self.level.ternaries > 0 {
            self.level.ternaries -= 1;
            Colon::Value
        } else if std::mem::take(&mut self.level.in_case) {
            Colon::Case
        } else if self.in_statements() {
            Colon::Label
        } else {
            Colon::Value
        }
    }

    /// What has been begun in a statement does not outlast it.
    pub(crate) fn end_statement(&mut self) {
        self.level = Level::new(self.level.bracket);
    }
}

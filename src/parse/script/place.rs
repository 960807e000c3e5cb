//! Where a token of a script stands: what the brackets and the tokens before it make of it.
//!
//! A lexer alone cannot know whether `/` divides or begins a regular expression, whether `{` opens a block or an
//! object, whether a line break ends a statement (ECMA-262, 12.1 "InputElementRegExp" and 12.10 "Automatic
//! Semicolon Insertion"), or whether a word is a keyword. Each follows from what is due: an operand, a statement, a name.

use swc_ecma_parser::unstable::Token;

use crate::parse::script::brackets::{Bracket, Brackets, Closed, Colon, Kind};

/// What a token is where it stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Place {
    /// A property, a method or a private name, even if it is spelt like a keyword.
    pub(crate) is_name: bool,
    /// An operand ends with the token before it, so that an operator here is a binary one.
    pub(crate) behind_operand: bool,
    /// The `:` of a label.
    pub(crate) is_label: bool,
    /// What ended in front of it.
    pub(crate) ended: Ended,
}

/// What ended in front of a token.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Ended {
    #[default]
    Nothing,
    /// A statement within one that goes on: `else`, `catch`, `finally`, or the `while` of a `do` follows.
    Part,
    /// A statement and all that it was a part of, or a member of a class.
    Statement,
}

/// What the grammar wants behind the previous token.
#[derive(Clone, Copy, Debug, Default)]
struct Due {
    operand: Operand,
    statement: Statement,
    other: Other,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Operand {
    /// `/` begins a regular expression.
    #[default]
    Due,
    /// As before; but what is on the line is whole, so that a line break ends it.
    DueOrLineEnd,
    /// As before, but the parser gets over `() => {} / a` as if it were valid, even where a line ends between.
    DueOrLineEndOrDivision,
    /// An operand has ended: `/` divides, and a line break may end the statement.
    Ended,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Statement {
    #[default]
    NotDue,
    /// The first one of a block, or the body of a head.
    Inner,
    /// Another one, because the one before is over unless an `else` or the like goes on with it.
    Next,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Other {
    #[default]
    Nothing,
    /// The name of a property or a method.
    Key,
    /// The body of a function, a `catch`, a `switch` …
    Body,
    /// What may be exported: a declaration, though `{` is an object behind `export default`.
    Declaration,
    /// The parenthesis of a statement's head.
    Head(Bracket),
}

impl Due {
    const OPERAND: Self = Self { operand: Operand::Due, statement: Statement::NotDue, other: Other::Nothing };
    const LINE_END: Self = Self { operand: Operand::DueOrLineEnd, ..Self::OPERAND };
    const OPERATOR: Self = Self { operand: Operand::Ended, ..Self::OPERAND };
    const BODY_OF_HEAD: Self = Self { statement: Statement::Inner, ..Self::OPERAND };
    const NEXT_STATEMENT: Self = Self { statement: Statement::Next, ..Self::OPERAND };

    fn other(other: Other) -> Self {
        Self { other, ..Self::OPERAND }
    }

    fn operand_ended(self) -> bool {
        self.operand == Operand::Ended
    }
}

/// The tokens so far, as far as they bear upon the next one.
#[derive(Clone, Debug)]
pub(crate) struct Places {
    brackets: Brackets,
    previous: Token,
    previous_is_name: bool,
    due: Due,
    /// Whether the `async` in front of a `function` began a statement.
    async_begins: bool,
    /// Whether the last `=>` stands behind a `)`.
    arrow_is_parenthesised: bool,
}

impl Places {
    pub(crate) fn new() -> Self {
        Self {
            brackets: Brackets::new(),
            previous: Token::Semi,
            previous_is_name: false,
            due: Due::NEXT_STATEMENT,
            async_begins: false,
            arrow_is_parenthesised: false,
        }
    }

    /// Whether `slash`, a `/` or `/=`, begins a regular expression here.
    pub(crate) fn begins_regexp(&self, slash: Token) -> bool {
        match self.due.operand {
            Operand::Due | Operand::DueOrLineEnd => true,
            Operand::DueOrLineEndOrDivision => slash != Token::Slash,
            Operand::Ended => false,
        }
    }

    /// Whether `}` would go on with a template here.
    pub(crate) fn in_template(&self) -> bool {
        self.brackets.innermost() == Bracket::Template
    }

    /// Takes the next token.
    pub(crate) fn take(&mut self, token: Token, after_line_break: bool) -> Place {
        let line_ended = after_line_break && self.line_ends_before(token);
        if line_ended && self.brackets.in_class() {
            self.due.other = Other::Key;
        }
        let is_name = token.is_word()
            && (self.due.other == Other::Key || matches!(self.previous, Token::Dot | Token::Hash));
        let ended = self.what_ended(token, is_name, line_ended);
        if ended == Ended::Statement {
            self.brackets.end_statement();
        }
        let behind_operand = self.due.operand_ended();
        let mut due = if is_name {
            Due::OPERATOR
        } else {
            let begins = line_ended || self.due.statement != Statement::NotDue;
            self.due_behind(token, after_line_break, begins, ended)
        };
        if self.key_follows(token) {
            due.other = Other::Key;
        }
        self.due = due;
        self.previous = token;
        self.previous_is_name = is_name;
        let is_label = token == Token::Colon && due.statement == Statement::Inner;
        Place { is_name, behind_operand, is_label, ended }
    }

    /// Whether a line break in front of `token` ends a statement or a member of a class: what is on the line is
    /// whole, and `token` cannot go on with it.
    fn line_ends_before(&self, token: Token) -> bool {
        let may_end_here =
            self.brackets.in_statements() || (self.brackets.in_class() && token != Token::LBrace);
        may_end_here
            && self.due.operand != Operand::Due
            && begins_statement(token)
            && !self.brackets.body_is_awaited()
    }

    fn what_ended(&mut self, token: Token, is_name: bool, line_ended: bool) -> Ended {
        let is_case = matches!(token, Token::Case | Token::Default)
            && !is_name
            && self.due.other != Other::Declaration
            && self.brackets.in_statements();
        let has_ended = self.due.statement == Statement::Next || line_ended || is_case;
        match token {
            _ if !has_ended => Ended::Nothing,
            // An empty statement, or the `;` of `do … while ();`, does not tell yet what goes on.
            Token::Semi => Ended::Nothing,
            Token::Else | Token::Catch | Token::Finally if !is_name => Ended::Part,
            Token::While if !is_name && self.brackets.end_do() => Ended::Part,
            _ => Ended::Statement,
        }
    }

    /// `begins`: whether the token begins a statement.
    fn due_behind(&mut self, token: Token, after_line_break: bool, begins: bool, ended: Ended) -> Due {
        let before = self.due;
        let is_declaration = before.other == Other::Declaration;
        match token {
            Token::LParen => {
                self.brackets.open(self.parenthesis());
                Due::OPERAND
            }
            Token::LBracket | Token::DollarLBrace => self.opened(Bracket::Group),
            Token::TemplateHead => self.opened(Bracket::Template),
            Token::TemplateMiddle => {
                self.brackets.close();
                self.opened(Bracket::Template)
            }
            Token::LBrace => {
                let bracket = self.brace(begins);
                self.opened(bracket)
            }
            Token::RParen | Token::RBracket | Token::RBrace | Token::TemplateTail => self.closed(),
            Token::Semi => self.behind_statement(),
            Token::QuestionMark => {
                self.brackets.begin_ternary();
                Due::OPERAND
            }
            // `?.` is two tokens to the lexer.
            Token::Dot if self.previous == Token::QuestionMark => {
                self.brackets.end_ternary();
                Due::OPERAND
            }
            Token::Colon => match self.brackets.colon() {
                Colon::Case => Due::NEXT_STATEMENT,
                Colon::Label => Due::BODY_OF_HEAD,
                Colon::Value => Due::OPERAND,
            },
            Token::PlusPlus | Token::MinusMinus if before.operand_ended() && !after_line_break => {
                Due::OPERATOR
            }
            Token::Function | Token::Class => {
                let begins = match self.previous {
                    Token::Async if !self.previous_is_name && !after_line_break => self.async_begins,
                    // Nothing but a statement of its own can follow an operand.
                    _ => begins || is_declaration || before.operand_ended(),
                };
                let kind = if token == Token::Class { Kind::Class } else { Kind::Function };
                self.brackets.await_body(kind, !begins);
                Due::OPERAND
            }
            Token::If | Token::With => {
                Due::other(Other::Head(Bracket::Head { of_for: false, ends_do: false }))
            }
            Token::While => {
                let ends_do = ended == Ended::Part;
                Due::other(Other::Head(Bracket::Head { of_for: false, ends_do }))
            }
            Token::For => Due::other(Other::Head(Bracket::Head { of_for: true, ends_do: false })),
            // `for await (`
            Token::Await => Due::other(before.other),
            Token::Do => {
                self.brackets.begin_do();
                Due::BODY_OF_HEAD
            }
            Token::Else => Due::BODY_OF_HEAD,
            Token::Default if is_declaration => Due::other(Other::Declaration),
            Token::Case | Token::Default => {
                self.brackets.begin_case();
                Due::OPERAND
            }
            Token::Export => Due::other(Other::Declaration),
            Token::Try | Token::Finally | Token::Catch => Due::other(Other::Body),
            Token::Return | Token::Break | Token::Continue | Token::Debugger => Due::LINE_END,
            Token::Of if before.operand_ended() && self.brackets.in_head_of_for() => Due::OPERAND,
            Token::Async => {
                self.async_begins = begins || is_declaration;
                Due::OPERATOR
            }
            Token::Arrow => {
                self.arrow_is_parenthesised = self.previous == Token::RParen;
                Due::OPERAND
            }
            token if is_operand(token) => Due::OPERATOR,
            _ => Due::OPERAND,
        }
    }

    fn parenthesis(&self) -> Bracket {
        let has_body = matches!(self.previous, Token::Catch | Token::Switch) && !self.previous_is_name;
        match self.due.other {
            Other::Head(head) => head,
            _ if has_body || self.brackets.awaits(Kind::Function) => Bracket::Params,
            _ => Bracket::Group,
        }
    }

    fn brace(&mut self, begins: bool) -> Bracket {
        let class_is_whole = self.due.operand_ended() || self.previous == Token::Class;
        if let Some(body) = self.brackets.awaited_body(class_is_whole) {
            return body;
        }
        match self.previous {
            _ if begins || self.due.other == Other::Body => Bracket::Block { is_operand: false },
            // The body of a method or a `static` block.
            _ if self.due.operand_ended() => Bracket::Block { is_operand: false },
            Token::Arrow => Bracket::ArrowBody { parenthesised: self.arrow_is_parenthesised },
            Token::Import | Token::Export | Token::With => Bracket::Names,
            _ => Bracket::Object,
        }
    }

    fn opened(&mut self, bracket: Bracket) -> Due {
        self.brackets.open(bracket);
        if self.brackets.in_statements() { Due::BODY_OF_HEAD } else { Due::OPERAND }
    }

    fn closed(&mut self) -> Due {
        match self.brackets.close() {
            Closed::Operand => Due::OPERATOR,
            Closed::Head => Due::BODY_OF_HEAD,
            Closed::Params => Due::other(Other::Body),
            // Behind them a new line begins a statement, but nothing goes on with them as with an operand.
            Closed::ArrowBody { parenthesised: false } | Closed::Names => Due::LINE_END,
            Closed::ArrowBody { parenthesised: true } => {
                Due { operand: Operand::DueOrLineEndOrDivision, ..Due::OPERAND }
            }
            Closed::Statement => self.behind_statement(),
        }
    }

    /// Behind a `;`, a block, a declaration or a method.
    fn behind_statement(&self) -> Due {
        if self.brackets.in_statements() {
            Due::NEXT_STATEMENT
        } else if self.brackets.in_class() {
            Due { other: Other::Key, ..Due::NEXT_STATEMENT }
        } else {
            Due::OPERAND
        }
    }

    /// Whether the name of a property or a method may follow `token`.
    fn key_follows(&self, token: Token) -> bool {
        let was_due = self.due.other == Other::Key;
        let goes_on = was_due && matches!(token, Token::Get | Token::Set | Token::Async | Token::Asterisk);
        match self.brackets.innermost() {
            Bracket::Object => goes_on || matches!(token, Token::LBrace | Token::Comma),
            Bracket::Names => matches!(token, Token::LBrace | Token::Comma | Token::As),
            Bracket::Class { .. } => {
                let modifier = was_due && matches!(token, Token::Static | Token::Accessor);
                goes_on || modifier || matches!(token, Token::LBrace | Token::Semi)
            }
            _ => false,
        }
    }
}

/// Words that are an operand themselves. A keyword is none: neither does its line end nor may `/` divide it.
fn is_operand(token: Token) -> bool {
    let is_literal = matches!(
        token,
        Token::Str
            | Token::Num
            | Token::BigInt
            | Token::Regex
            | Token::Template
            | Token::NoSubstitutionTemplateLiteral
    );
    let is_keyword = token.is_keyword()
        && !matches!(
            token,
            Token::This
                | Token::Super
                | Token::Null
                | Token::True
                | Token::False
                | Token::Let
                | Token::Module
        );
    is_literal || (token.is_word() && !is_keyword)
}

/// Whether this token on a new line begins a statement rather than going on with the expression before it.
fn begins_statement(token: Token) -> bool {
    (token.is_word() && !matches!(token, Token::In | Token::InstanceOf))
        || matches!(
            token,
            Token::LBrace
                | Token::At
                | Token::Hash
                | Token::Str
                | Token::Num
                | Token::BigInt
                | Token::Regex
                | Token::Bang
                | Token::Tilde
                | Token::PlusPlus
                | Token::MinusMinus
        )
}

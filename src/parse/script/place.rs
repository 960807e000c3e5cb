//! Where a token of a script stands: what the brackets and the tokens before it make of it.
//!
//! A lexer alone cannot know whether `/` divides or begins a regular expression, whether `{` opens a block or an
//! object, whether a line break ends a statement (ECMA-262, 12.1 "InputElementRegExp" and 12.10 "Automatic
//! Semicolon Insertion"), or whether a word is a keyword. Each follows from what is due: an operand, a statement, a name.

use swc_ecma_parser::unstable::Token;

use crate::parse::script::brackets::{Bracket, Brackets, Closed, Colon, Kind, bracket_of_brace};

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
    /// An operand has ended: no other one is due, `/` divides.
    operand_ended: bool,
    /// A line break would end the statement.
    line_may_end: bool,
    /// A statement, with or without a line break.
    statement: bool,
    /// Another statement, because the one before is over unless an `else` or the like goes on with it.
    next_statement: bool,
    /// The body of a function, a method, a `catch`, a `switch` …
    body: bool,
    /// The name of a property or a method.
    key: bool,
    /// What may be exported: a declaration, though `{` is an object behind `export default`.
    declaration: bool,
    /// The parenthesis of a statement's head.
    head: Option<Bracket>,
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
}

impl Places {
    pub(crate) fn new() -> Self {
        Self {
            brackets: Brackets::new(),
            previous: Token::Semi,
            previous_is_name: false,
            due: Due { statement: true, next_statement: true, ..Due::default() },
            async_begins: false,
        }
    }

    /// Whether `/` would begin a regular expression here.
    pub(crate) fn operand_is_due(&self) -> bool {
        !self.due.operand_ended
    }

    /// Whether `}` would go on with a template here.
    pub(crate) fn in_template(&self) -> bool {
        self.brackets.innermost() == Bracket::Template
    }

    /// Takes the next token.
    pub(crate) fn take(&mut self, token: Token, after_line_break: bool) -> Place {
        let line_ended = after_line_break && self.line_ends_before(token);
        self.due.key |= line_ended && self.brackets.in_class();
        let is_name = token.is_word()
            && (self.due.key || matches!(self.previous, Token::Dot | Token::OptionalChain | Token::Hash));
        let ended = self.what_ended(token, is_name, line_ended);
        let starts_statement = self.due.statement || line_ended;
        let place = Place { is_name, behind_operand: self.due.operand_ended, is_label: false, ended };
        if ended == Ended::Statement {
            self.brackets.end_statement();
        }
        self.due = if is_name {
            let operand = Due { operand_ended: true, line_may_end: true, ..Due::default() };
            Due { key: self.key_follows(token), ..operand }
        } else {
            self.due_behind(token, after_line_break, starts_statement, ended)
        };
        self.previous = token;
        self.previous_is_name = is_name;
        Place { is_label: token == Token::Colon && self.due.statement && !self.due.next_statement, ..place }
    }

    /// Whether a line break in front of `token` ends a statement or a member of a class: what is on the line is
    /// whole, and `token` cannot go on with it.
    fn line_ends_before(&self, token: Token) -> bool {
        let may_end_here = match self.brackets.innermost() {
            Bracket::Block { .. } | Bracket::ArrowBody => true,
            Bracket::Class { .. } => token != Token::LBrace,
            _ => false,
        };
        may_end_here && self.due.line_may_end && begins_statement(token) && !self.brackets.body_is_awaited()
    }

    fn what_ended(&mut self, token: Token, is_name: bool, line_ended: bool) -> Ended {
        let is_case = matches!(token, Token::Case | Token::Default)
            && !is_name
            && !self.due.declaration
            && self.brackets.in_statements();
        // An empty statement behind a `}` or the `;` of a `do … while ();` does not tell yet what goes on.
        let has_ended = (self.due.next_statement || line_ended || is_case) && token != Token::Semi;
        if !has_ended {
            return Ended::Nothing;
        }
        let goes_on = match token {
            Token::Else | Token::Catch | Token::Finally => !is_name,
            Token::While => !is_name && self.brackets.end_do(),
            // An arrow function, thought to be a statement, in an expression.
            Token::Comma | Token::Colon => return Ended::Nothing,
            _ => false,
        };
        if goes_on { Ended::Part } else { Ended::Statement }
    }

    fn due_behind(
        &mut self,
        token: Token,
        after_line_break: bool,
        starts_statement: bool,
        ended: Ended,
    ) -> Due {
        let before = self.due;
        let operand = Due { operand_ended: true, line_may_end: true, ..Due::default() };
        let mut due = Due::default();
        match token {
            Token::LParen => {
                let has_body = matches!(self.previous, Token::Catch | Token::Switch) && !self.previous_is_name;
                let params = has_body || self.brackets.awaits(Kind::Function);
                let bracket = if params { Bracket::Params } else { Bracket::Group };
                self.brackets.open(before.head.unwrap_or(bracket));
            }
            Token::LBracket | Token::DollarLBrace => self.brackets.open(Bracket::Group),
            Token::TemplateHead => self.brackets.open(Bracket::Template),
            Token::TemplateMiddle => {
                self.brackets.close();
                self.brackets.open(Bracket::Template);
            }
            Token::LBrace => {
                let bracket = self.brace(starts_statement);
                self.brackets.open(bracket);
                due.statement = self.brackets.in_statements();
            }
            Token::RParen | Token::RBracket | Token::RBrace | Token::TemplateTail => due = self.close(),
            Token::Semi => {
                due.statement = self.brackets.in_statements();
                due.next_statement = self.brackets.in_statements() || self.brackets.in_class();
            }
            Token::QuestionMark => self.brackets.begin_ternary(),
            Token::Colon => match self.brackets.colon() {
                Colon::Case => due = Due { statement: true, next_statement: true, ..due },
                Colon::Label => due.statement = true,
                Colon::Value => {}
            },
            Token::PlusPlus | Token::MinusMinus if before.operand_ended && !after_line_break => due = operand,
            Token::Function | Token::Class => {
                let begins = match self.previous {
                    Token::Async if !self.previous_is_name && !after_line_break => self.async_begins,
                    // Nothing but a statement of its own can follow an operand.
                    _ => starts_statement || before.declaration || before.operand_ended,
                };
                let kind = if token == Token::Class { Kind::Class } else { Kind::Function };
                self.brackets.await_body(kind, !begins);
            }
            Token::If | Token::With => due.head = Some(Bracket::Head { of_for: false, ends_do: false }),
            Token::While => {
                due.head = Some(Bracket::Head { of_for: false, ends_do: ended == Ended::Part });
            }
            Token::For => due.head = Some(Bracket::Head { of_for: true, ends_do: false }),
            // `for await (`
            Token::Await => due.head = before.head,
            Token::Do => {
                self.brackets.begin_do();
                due.statement = true;
            }
            Token::Else => due.statement = true,
            Token::Case => self.brackets.begin_case(),
            Token::Default if before.declaration => due.declaration = true,
            Token::Default => self.brackets.begin_case(),
            Token::Export => due.declaration = true,
            Token::Try | Token::Finally | Token::Catch => due.body = true,
            Token::Return | Token::Break | Token::Continue | Token::Debugger => due.line_may_end = true,
            Token::Of if before.operand_ended && self.brackets.in_head_of_for() => {}
            Token::Async => {
                self.async_begins = starts_statement || before.declaration;
                due = operand;
            }
            token if is_operand(token) => due = operand,
            _ => {}
        }
        due.key |= self.key_follows(token);
        due
    }

    fn brace(&mut self, starts_statement: bool) -> Bracket {
        if let Some(body) = self.brackets.awaited_body(self.due.operand_ended || self.previous == Token::Class) {
            return body;
        }
        let keyword = if self.previous_is_name { Token::Ident } else { self.previous };
        match keyword {
            _ if self.due.body || starts_statement => Bracket::Block { is_operand: false },
            Token::Arrow | Token::Import | Token::Export | Token::With => bracket_of_brace(keyword),
            // The body of a method or a `static` block.
            _ if self.due.operand_ended => Bracket::Block { is_operand: false },
            _ => Bracket::Object,
        }
    }

    fn close(&mut self) -> Due {
        let due = Due::default();
        match self.brackets.close() {
            Closed::Operand => Due { operand_ended: true, line_may_end: true, ..due },
            Closed::Head => Due { statement: true, ..due },
            Closed::Params => Due { body: true, ..due },
            // Behind them a new line begins a statement, but nothing else goes on with them as with an operand.
            Closed::ArrowBody | Closed::Names => Due { line_may_end: true, ..due },
            Closed::Statement => {
                let statement = self.brackets.in_statements();
                let member = self.brackets.in_class();
                Due { statement, next_statement: statement || member, key: member, ..due }
            }
        }
    }

    /// Whether the name of a property or a method may follow `token`.
    fn key_follows(&self, token: Token) -> bool {
        let goes_on = self.due.key
            && !matches!(self.previous, Token::Dot | Token::OptionalChain | Token::Hash)
            && matches!(token, Token::Get | Token::Set | Token::Async | Token::Asterisk);
        match self.brackets.innermost() {
            Bracket::Object => goes_on || matches!(token, Token::LBrace | Token::Comma),
            Bracket::Names => matches!(token, Token::LBrace | Token::Comma | Token::As),
            Bracket::Class { .. } => {
                let modifier = self.due.key && matches!(token, Token::Static | Token::Accessor);
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

//! A source file with all of its changes in it, each behind a switch.
//!
//! A change is made in the tree of the syntax, so the second `+` of `a + b + c` as `*` is `(a + b) * c`. What stands
//! inside a changed expression may be changed too: an edit says which parts of the source it is made of, and these
//! are written with the edits inside them.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::ops::Range;

use anyhow::{Context, Result};
use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::{BinOp, Expr};

use super::list::Mutant;

/// A changed file.
pub struct Rewritten {
    /// The source.
    pub text: String,
    /// Which bytes of it were written for which changes; the smaller range is the more precise.
    pub places: Vec<(Range<usize>, Vec<usize>)>,
    /// The changes that are in it.
    pub ids: BTreeSet<usize>,
}

/// Writes the changes of one file into its source, without those that are dropped.
pub fn rewrite(source: &str, mutants: &[&Mutant], dropped: &HashSet<usize>) -> Result<Rewritten> {
    let tree = syn::parse_file(source).context("the source is not understood")?;
    let mut wanted: HashMap<(&str, usize, usize), Vec<&Mutant>> = HashMap::new();
    for mutant in mutants.iter().filter(|mutant| !dropped.contains(&mutant.id)) {
        wanted.entry((&mutant.genre, mutant.start.0, mutant.start.1)).or_default().push(mutant);
    }
    let lines = std::iter::once(0).chain(source.match_indices('\n').map(|(at, _)| at + 1)).collect();
    let mut finder = Finder { source, lines, wanted, edits: Vec::new() };
    finder.visit_file(&tree);
    let mut edits = finder.edits;
    // What only inserts comes before what begins there, the outer before the inner; the sort keeps the order of equals.
    edits.sort_by_key(|edit| (edit.range.start, !edit.range.is_empty(), std::cmp::Reverse(edit.range.end)));
    let ids = edits.iter().flat_map(|edit| edit.ids.iter().copied()).collect();
    let mut writer = Writer { source, edits: &edits, text: String::new(), places: Vec::new() };
    writer.write(0..source.len(), 0);
    Ok(Rewritten { text: writer.text, places: writer.places, ids })
}

/// What takes the place of a range of the source.
struct Edit {
    range: Range<usize>,
    ids: Vec<usize>,
    parts: Vec<Part>,
}

enum Part {
    /// Words of the switch, and the change that they are for.
    Text(String, Option<usize>),
    /// A piece of the source, inside the range of the edit.
    Source(Range<usize>),
}

fn text(words: impl Into<String>) -> Part {
    Part::Text(words.into(), None)
}

/// Whether a change is the one that is on.
fn switch(id: usize) -> String {
    format!("crate::mutant::is({id})")
}

struct Writer<'a> {
    source: &'a str,
    edits: &'a [Edit],
    text: String,
    places: Vec<(Range<usize>, Vec<usize>)>,
}

impl Writer<'_> {
    /// Writes a range of the source with the edits in it, of which the first may be number `from`.
    fn write(&mut self, range: Range<usize>, from: usize) {
        let mut at = range.start;
        for (number, edit) in self.edits.iter().enumerate().skip(from) {
            if edit.range.start < at || edit.range.end > range.end {
                continue;
            }
            self.text.push_str(&self.source[at..edit.range.start]);
            self.apply(edit, number);
            at = edit.range.end;
        }
        self.text.push_str(&self.source[at..range.end]);
    }

    fn apply(&mut self, edit: &Edit, number: usize) {
        let start = self.text.len();
        for part in &edit.parts {
            let start = self.text.len();
            match part {
                Part::Text(words, id) => {
                    self.text.push_str(words);
                    self.places.extend(id.map(|id| (start..self.text.len(), vec![id])));
                }
                Part::Source(range) => self.write(range.clone(), number + 1),
            }
        }
        self.places.push((start..self.text.len(), edit.ids.clone()));
    }
}

/// Finds the places of the changes in the tree of the syntax.
struct Finder<'a> {
    source: &'a str,
    /// Where each line begins.
    lines: Vec<usize>,
    wanted: HashMap<(&'a str, usize, usize), Vec<&'a Mutant>>,
    edits: Vec<Edit>,
}

impl<'a> Finder<'a> {
    fn byte(&self, at: proc_macro2::LineColumn) -> usize {
        let start = self.lines[at.line - 1];
        start + self.source[start..].chars().take(at.column).map(char::len_utf8).sum::<usize>()
    }

    fn range(&self, of: &impl Spanned) -> Range<usize> {
        let span = of.span();
        self.byte(span.start())..self.byte(span.end())
    }

    /// The changes of a kind that begin where this begins.
    fn take(&mut self, genre: &'static str, of: &impl Spanned) -> Vec<&'a Mutant> {
        let start = of.span().start();
        self.wanted.remove(&(genre, start.line, start.column + 1)).unwrap_or_default()
    }

    fn add(&mut self, range: Range<usize>, mutants: &[&Mutant], parts: Vec<Part>) {
        self.edits.push(Edit { range, ids: mutants.iter().map(|mutant| mutant.id).collect(), parts });
    }

    /// `if is(1) { changed } else if is(2) { changed } else { as it was }`
    fn choice(mutants: &[&Mutant], as_it_was: &str, changed: impl Fn(&Mutant) -> String) -> Vec<Part> {
        let mut parts: Vec<Part> = mutants
            .iter()
            .map(|mutant| {
                Part::Text(format!("if {} {{ {} }} else ", switch(mutant.id), changed(mutant)), Some(mutant.id))
            })
            .collect();
        parts.push(text(format!("{{ {as_it_was} }}")));
        parts
    }

    fn function(&mut self, block: &syn::Block) {
        let Some(first) = block.stmts.first() else { return };
        let mut mutants = self.take("FnValue", first);
        // A function that gives back `impl …` has one type; the changed value has another.
        mutants.retain(|mutant| !mutant.returns.contains("impl "));
        let at = self.range(first).start;
        let returned = mutants.iter().map(|mutant| {
            Part::Text(format!("if {} {{ return {}; }} ", switch(mutant.id), mutant.replacement), Some(mutant.id))
        });
        let parts = returned.collect();
        if !mutants.is_empty() {
            self.add(at..at, &mutants, parts);
        }
    }

    fn binary(&mut self, node: &syn::ExprBinary) {
        let mutants = self.take("BinaryOperator", &node.op);
        // A change of `&&` beside a `let` is no Rust.
        if mutants.is_empty() || has_let(&node.left) || has_let(&node.right) {
            return;
        }
        let [left, right] = [self.range(&node.left), self.range(&node.right)];
        let operator = self.source[self.range(&node.op)].to_owned();
        let parts = match &node.op {
            BinOp::And(_) | BinOp::Or(_) => logical(&mutants, &operator, left, right),
            BinOp::Eq(_) | BinOp::Ne(_) | BinOp::Lt(_) | BinOp::Le(_) | BinOp::Gt(_) | BinOp::Ge(_) => {
                let with = |operator: &str| format!("*mutant_l {operator} *mutant_r");
                let choice = Self::choice(&mutants, &with(&operator), |mutant| with(&mutant.replacement));
                let mut parts = vec![text("(match (&("), Part::Source(left), text("), &("), Part::Source(right)];
                parts.push(text(")) { (mutant_l, mutant_r) => "));
                parts.extend(choice);
                parts.push(text(" })"));
                parts
            }
            _ if operator.ends_with('=') => {
                // As Rust does with numbers, first what is on the right.
                let with = |operator: &str| format!("*mutant_l {operator} mutant_r");
                let choice = Self::choice(&mutants, &with(&operator), |mutant| with(&mutant.replacement));
                let mut parts = vec![
                    text("match ("),
                    Part::Source(right),
                    text(") { mutant_r => match &mut ("),
                    Part::Source(left),
                ];
                parts.push(text(") { mutant_l => "));
                parts.extend(choice);
                parts.push(text(" } }"));
                parts
            }
            _ => {
                let with = |operator: &str| format!("mutant_l {operator} mutant_r");
                let choice = Self::choice(&mutants, &with(&operator), |mutant| with(&mutant.replacement));
                let mut parts = vec![text("(match ("), Part::Source(left), text(", "), Part::Source(right)];
                parts.push(text(") { (mutant_l, mutant_r) => "));
                parts.extend(choice);
                parts.push(text(" })"));
                parts
            }
        };
        self.add(self.range(node), &mutants, parts);
    }

    fn unary(&mut self, node: &syn::ExprUnary) {
        let mutants = self.take("UnaryOperator", &node.op);
        let operator = self.source[self.range(&node.op)].to_owned();
        let mut parts = vec![text("(match ("), Part::Source(self.range(&node.expr)), text(") { mutant_x => ")];
        parts.extend(Self::choice(&mutants, &format!("{operator}mutant_x"), |_| "mutant_x".to_owned()));
        parts.push(text(" })"));
        if !mutants.is_empty() {
            self.add(self.range(node), &mutants, parts);
        }
    }

    /// An arm with a guard does not count as one that takes all it names. Where the compiler then finds the match to
    /// be without an end, it points at what is matched: that is the place of all its arms.
    fn matched(&mut self, node: &syn::ExprMatch) {
        let starts = node.arms.iter().map(|arm| arm.span().start());
        let arms = starts.filter_map(|at| self.wanted.get(&("MatchArm", at.line, at.column + 1)));
        let arms: Vec<&Mutant> = arms.flatten().copied().collect();
        let range = self.range(&*node.expr);
        if !arms.is_empty() {
            self.add(range.clone(), &arms, vec![Part::Source(range)]);
        }
    }

    fn arm(&mut self, arm: &syn::Arm) {
        let deleted = self.take("MatchArm", arm);
        let not_deleted: Vec<String> = deleted.iter().map(|mutant| format!("!{}", switch(mutant.id))).collect();
        let Some((_, guard)) = &arm.guard else {
            let end = self.range(&arm.pat).end;
            if !deleted.is_empty() {
                self.add(end..end, &deleted, vec![text(format!(" if {}", not_deleted.join(" && ")))]);
            }
            return;
        };
        let guards = self.take("MatchArmGuard", &**guard);
        let value = |wanted: &str, sign: &str, between: &str| {
            let of_value = guards.iter().filter(|mutant| mutant.replacement == wanted);
            of_value.map(|mutant| format!("{sign}{}{between}", switch(mutant.id))).collect::<String>()
        };
        let before: String = not_deleted.iter().map(|condition| format!("{condition} && ")).collect();
        let open = format!("{before}({}({}(", value("true", "", " || "), value("false", "!", " && "));
        let all: Vec<&Mutant> = deleted.into_iter().chain(guards.iter().copied()).collect();
        let range = self.range(&**guard);
        if !all.is_empty() && !has_let(guard) {
            self.add(range.clone(), &all, vec![text(open), Part::Source(range), text(")))")]);
        }
    }

    /// The struct without a field, which then comes from the one after `..`.
    fn fields(&mut self, node: &syn::ExprStruct) {
        let whole = self.range(node);
        let (mut parts, mut all) = (vec![text("(")], Vec::new());
        for field in &node.fields {
            let range = self.range(field);
            for mutant in self.take("StructField", field) {
                // With the comma, where one follows.
                let comma = self.source[range.end..].trim_start().starts_with(',');
                let after =
                    if comma { range.end + self.source[range.end..].find(',').unwrap_or(0) + 1 } else { range.end };
                parts.push(text(format!("if {} {{ ", switch(mutant.id))));
                parts.push(Part::Source(whole.start..range.start));
                parts.extend([Part::Source(after..whole.end), text(" } else ")]);
                all.push(mutant);
            }
        }
        parts.extend([text("{ "), Part::Source(whole.clone()), text(" })")]);
        if !all.is_empty() {
            self.add(whole, &all, parts);
        }
    }
}

/// `&&` and `||`: what is on the right is only looked at where the operator that is on needs it.
fn logical(mutants: &[&Mutant], operator: &str, left: Range<usize>, right: Range<usize>) -> Vec<Part> {
    let is = mutants.iter().map(|mutant| switch(mutant.id)).collect::<Vec<_>>().join(" || ");
    let (compared, otherwise) = if operator == "&&" { ("!=", "mutant_on") } else { ("==", "!mutant_on") };
    vec![
        text(format!("({{ let mutant_on = {is}; if (")),
        Part::Source(left),
        text(format!(") {compared} mutant_on {{ ")),
        Part::Source(right),
        text(format!(" }} else {{ {otherwise} }} }})")),
    ]
}

/// Whether an expression is a link of a chain of `let`.
fn has_let(expression: &Expr) -> bool {
    match expression {
        Expr::Let(_) => true,
        Expr::Binary(binary) => has_let(&binary.left) || has_let(&binary.right),
        _ => false,
    }
}

impl<'ast> Visit<'ast> for Finder<'_> {
    fn visit_item_fn(&mut self, node: &'ast syn::ItemFn) {
        if node.sig.constness.is_none() {
            self.function(&node.block);
            visit::visit_item_fn(self, node);
        }
    }

    fn visit_impl_item_fn(&mut self, node: &'ast syn::ImplItemFn) {
        if node.sig.constness.is_none() {
            self.function(&node.block);
            visit::visit_impl_item_fn(self, node);
        }
    }

    fn visit_trait_item_fn(&mut self, node: &'ast syn::TraitItemFn) {
        node.default.iter().for_each(|block| self.function(block));
        visit::visit_trait_item_fn(self, node);
    }

    fn visit_expr_binary(&mut self, node: &'ast syn::ExprBinary) {
        self.binary(node);
        visit::visit_expr_binary(self, node);
    }

    fn visit_expr_unary(&mut self, node: &'ast syn::ExprUnary) {
        self.unary(node);
        visit::visit_expr_unary(self, node);
    }

    fn visit_expr_match(&mut self, node: &'ast syn::ExprMatch) {
        self.matched(node);
        visit::visit_expr_match(self, node);
    }

    fn visit_arm(&mut self, node: &'ast syn::Arm) {
        self.arm(node);
        visit::visit_arm(self, node);
    }

    fn visit_expr_struct(&mut self, node: &'ast syn::ExprStruct) {
        self.fields(node);
        visit::visit_expr_struct(self, node);
    }

    // What the compiler computes has no switch.
    fn visit_item_const(&mut self, _: &'ast syn::ItemConst) {}
    fn visit_item_static(&mut self, _: &'ast syn::ItemStatic) {}
    fn visit_impl_item_const(&mut self, _: &'ast syn::ImplItemConst) {}
    fn visit_trait_item_const(&mut self, _: &'ast syn::TraitItemConst) {}
    fn visit_type(&mut self, _: &'ast syn::Type) {}
    fn visit_pat(&mut self, _: &'ast syn::Pat) {}
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The source with changes: each of a kind, at the first place of some words, with what stands there instead.
    fn changed(source: &str, changes: &[(&str, &str, &str)]) -> String {
        let mutants: Vec<Mutant> = (1..).zip(changes).map(|(id, change)| mutant(source, id, change)).collect();
        let written = rewrite(source, &mutants.iter().collect::<Vec<_>>(), &HashSet::new()).unwrap();
        syn::parse_file(&written.text).unwrap();
        written.text.replace("crate::mutant::is", "is").replace("mutant_", "")
    }

    fn mutant(source: &str, id: usize, (genre, place, replacement): &(&str, &str, &str)) -> Mutant {
        let before = &source[..source.find(place).unwrap()];
        let column = before.rsplit('\n').next().unwrap().chars().count() + 1;
        Mutant {
            id,
            genre: (*genre).to_owned(),
            start: (before.matches('\n').count() + 1, column),
            replacement: (*replacement).to_owned(),
            file: String::new(),
            returns: String::new(),
            name: String::new(),
            key: String::new(),
        }
    }

    #[test]
    fn a_function_gives_back_another_value_before_it_begins() {
        let changes = [("FnValue", "a;", "0"), ("FnValue", "a;", "1")];
        assert_eq!(
            changed("fn f() -> u8 { a; b }", &changes),
            "fn f() -> u8 { if is(1) { return 0; } if is(2) { return 1; } a; b }"
        );
    }

    #[test]
    fn an_operator_takes_both_sides_once() {
        let table = [
            ("a + 1", "+", "-", "(match (a, 1) { (l, r) => if is(1) { l - r } else { l + r } })"),
            ("a < b", "<", ">", "(match (&(a), &(b)) { (l, r) => if is(1) { *l > *r } else { *l < *r } })"),
            ("a += b", "+=", "*=", "match (b) { r => match &mut (a) { l => if is(1) { *l *= r } else { *l += r } } }"),
            ("a && b", "&&", "||", "({ let on = is(1); if (a) != on { b } else { on } })"),
            ("a || b", "||", "&&", "({ let on = is(1); if (a) == on { b } else { !on } })"),
        ];
        for (source, operator, replacement, expected) in table {
            let source = format!("fn f() {{ 字; {source} }}");
            let text = changed(&source, &[("BinaryOperator", operator, replacement)]);
            assert_eq!(text, format!("fn f() {{ 字; {expected} }}"));
        }
    }

    /// The rule of `logical`, for all that its sides and the switch can be.
    #[test]
    fn a_logical_operator_becomes_the_other() {
        for (a, b, on) in (0..8).map(|bits| (bits & 1 > 0, bits & 2 > 0, bits & 4 > 0)) {
            assert_eq!(if a != on { b } else { on }, if on { a || b } else { a && b });
            assert_eq!(if a == on { b } else { !on }, if on { a && b } else { a || b });
        }
    }

    #[test]
    fn changes_lie_inside_changes() {
        let changes = [
            ("BinaryOperator", "==", "!="),
            ("BinaryOperator", "- 1", "+"),
            ("UnaryOperator", "!", ""),
            ("FnValue", "!", "true"),
        ];
        assert_eq!(
            changed("fn f() -> bool { !(a - 1 == b) }", &changes),
            "fn f() -> bool { if is(4) { return true; } (match ((\
                (match (&((match (a, 1) { (l, r) => if is(2) { l + r } else { l - r } })), &(b)) \
                { (l, r) => if is(1) { *l != *r } else { *l == *r } })\
             )) { x => if is(3) { x } else { !x } }) }"
        );
    }

    #[test]
    fn an_arm_is_passed_over_and_a_guard_always_or_never_true() {
        let source = "fn f() { match a { B => 1, C if d => 2, _ => 3 } }";
        let changes = [
            ("MatchArm", "B", ""),
            ("MatchArm", "C", ""),
            ("MatchArmGuard", "d =>", "true"),
            ("MatchArmGuard", "d =>", "false"),
        ];
        assert_eq!(
            changed(source, &changes),
            "fn f() { match a { B if !is(1) => 1, C if !is(2) && (is(3) || (!is(4) && (d))) => 2, _ => 3 } }"
        );
    }

    #[test]
    fn a_field_is_left_to_the_struct_after_the_dots() {
        let text = changed("fn f() -> S { S { a: 1, b: 2, ..c } }", &[("StructField", "b:", "")]);
        assert_eq!(text, "fn f() -> S { (if is(1) { S { a: 1,  ..c } } else { S { a: 1, b: 2, ..c } }) }");
    }

    #[test]
    fn what_has_no_switch_stays_as_it_was() {
        let table = [
            ("const fn f() -> u8 { 1 + 2 }", ("BinaryOperator", "+", "-")),
            ("const A: u8 = 1 + 2;", ("BinaryOperator", "+", "-")),
            ("fn f() { if a && let Some(b) = c { d } }", ("BinaryOperator", "&&", "||")),
        ];
        for (source, change) in table {
            assert_eq!(changed(source, &[change]), source);
        }
    }

    #[test]
    fn a_fault_is_traced_to_its_change() {
        let source = "fn f() -> u8 { a + b }";
        let mutants =
            [mutant(source, 1, &("BinaryOperator", "+", "-")), mutant(source, 2, &("BinaryOperator", "+", "*"))];
        let written = rewrite(source, &[&mutants[0], &mutants[1]], &HashSet::new()).unwrap();
        let at = written.text.find("mutant_l * mutant_r").unwrap();
        let around = written.places.iter().filter(|(range, _)| range.contains(&at));
        assert_eq!(around.min_by_key(|(range, _)| range.len()).unwrap().1, [2]);
        assert_eq!(written.ids, BTreeSet::from([1, 2]));
        assert!(rewrite(source, &[&mutants[0]], &HashSet::from([1])).unwrap().ids.is_empty());
    }
}

//! Splits the code in two: what a first table needs, and what explores and exports it.
//!
//! Half of the code is for questions that a reader asks later, if at all. The first part works alone. The second part is
//! linked to an instance of the first when it is needed: it has the memory, the stack pointer and the tables of that, no
//! data of its own, and calls what both need through the first's table of functions. It may be cut off so because nothing
//! refers to it: whatever is in the table of functions stays in the first part.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result, bail, ensure};
use walrus::ir::{Call, CallIndirect, Const, Instr, InstrLocId, InstrSeq, Value, Visitor, VisitorMut};
use walrus::ir::{dfs_in_order, dfs_pre_order_mut};
use walrus::{
    ConstExpr, ElementItems, ElementKind, ExportItem, FunctionId, GlobalKind, ImportKind, LocalFunction, Module,
    ModuleConfig, TableId, TypeId, passes,
};

use crate::dictionary::sha256_hex;
use crate::signatures;

/// What the second part is for, by the names that wasm-bindgen gives the functions. `www/js/api/later.js` has the methods
/// that come to them.
const LATER: [&str; 23] = [
    "__wbg_newwordsearch_free",
    "corpushandle_characters",
    "corpushandle_collocates",
    "corpushandle_concordance",
    "corpushandle_dispersion",
    "corpushandle_documentReports",
    "corpushandle_explain",
    "corpushandle_export",
    "corpushandle_exportKeywords",
    "corpushandle_exportTable",
    "corpushandle_findNewWords",
    "corpushandle_keepNewWords",
    "corpushandle_keyness",
    "corpushandle_keywords",
    "corpushandle_newWords",
    "corpushandle_ngrams",
    "corpushandle_statistics",
    "corpushandle_termDocuments",
    "corpushandle_trend",
    "corpushandle_wordEffects",
    "engine_explain",
    "engine_loadIdf",
    "newwordsearch_step",
];

/// The name by which the second part imports what the first exports.
const FIRST: &str = "first";

/// Both parts of the code.
pub struct Parts {
    /// What is there from the start.
    pub first: Vec<u8>,
    /// What is linked to it later.
    pub later: Vec<u8>,
}

/// Splits the code that wasm-bindgen made.
pub fn split(code: &[u8]) -> Result<Parts> {
    let mut first = read(code)?;
    let shared = Shared::find(&first)?;
    let (later, needed) = second_part(read(code)?, &shared, &sha256_hex(code)[..8])?;
    keep_exports(&mut first, |name| !is_later(name));
    shared.put_into(&mut first)?;
    for borrowed in needed {
        borrowed.export(&mut first);
    }
    signatures::widen(&mut first);
    passes::gc::run(&mut first);
    Ok(Parts { first: first.emit_wasm(), later })
}

/// Makes the glue call the second part where a function is in it, once `joinLater` was given an instance of that, made
/// with `importsOfLater`.
pub fn join_glue(glue: &str) -> Result<String> {
    let mut joined = glue.to_owned();
    for name in LATER {
        let (from, to) = (format!("wasm.{name}("), format!("later.{name}("));
        ensure!(joined.contains(&from), "the glue does not call {name}");
        joined = joined.replace(&from, &to);
    }
    Ok(joined
        + &format!(
            "\nlet later;\n\
            export const importsOfLater = () => ({{ ...__wbg_get_imports(), {FIRST}: wasm }});\n\
            export function joinLater(instance) {{\n\
            \x20   later = instance.exports;\n\
            }}\n"
        ))
}

/// The types of both.
pub const JOIN_TYPES: &str = "\n\
/** What the second part of the code is linked to: the instance of now. */\n\
export function importsOfLater(): WebAssembly.Imports;\n\
/** Takes the instance of the second part, whose functions are called from then on. */\n\
export function joinLater(instance: WebAssembly.Instance): void;\n";

fn read(code: &[u8]) -> Result<Module> {
    ModuleConfig::new().generate_name_section(false).generate_producers_section(false).parse(code)
}

fn keep_exports(module: &mut Module, keeps: impl Fn(&str) -> bool) {
    let others: Vec<_> = module.exports.iter().filter(|export| !keeps(&export.name)).map(walrus::Export::id).collect();
    others.into_iter().for_each(|id| module.exports.delete(id));
}

fn is_later(name: &str) -> bool {
    LATER.contains(&name)
}

/// The functions of the first part that the second calls, with their places in the table.
struct Shared {
    /// By index: two readings of the same bytes give them other ids.
    slots: BTreeMap<usize, i32>,
    /// How long the table was.
    offset: u64,
}

impl Shared {
    fn find(module: &Module) -> Result<Self> {
        let graph = Graph::of(module);
        let functions = |later: bool| {
            module.exports.iter().filter(move |export| is_later(&export.name) == later).filter_map(function_of)
        };
        ensure!(functions(true).count() == LATER.len(), "the code lacks a function of the second part");
        let in_tables = module.elements.iter().map(|element| match &element.items {
            ElementItems::Functions(functions) => Ok(functions.as_slice()),
            ElementItems::Expressions(..) => bail!("an element that is no function"),
        });
        let in_tables = in_tables.collect::<Result<Vec<_>>>()?.concat();
        let first = graph.reach(functions(false).chain(in_tables).chain(module.start));
        let later = graph.reach(functions(true));
        let called = later.difference(&first).flat_map(|function| &graph.calls[function]);
        let called: BTreeSet<usize> = called.copied().filter(|function| first.contains(function)).collect();
        let offset = module.tables.get(function_table(module)?).initial;
        Ok(Shared { slots: called.into_iter().zip(i32::try_from(offset)?..).collect(), offset })
    }

    fn put_into(&self, module: &mut Module) -> Result<()> {
        let table = function_table(module)?;
        let ids: BTreeMap<usize, FunctionId> = module.funcs.iter().map(|f| (f.id().index(), f.id())).collect();
        let functions = self.slots.keys().map(|index| ids[index]).collect();
        let kind = ElementKind::Active { table, offset: ConstExpr::Value(Value::I32(self.offset as i32)) };
        let element = module.elements.add(kind, ElementItems::Functions(functions));
        let table = module.tables.get_mut(table);
        table.elem_segments.insert(element);
        table.initial += self.slots.len() as u64;
        table.maximum = table.maximum.map(|maximum| maximum + self.slots.len() as u64);
        Ok(())
    }
}

fn function_table(module: &Module) -> Result<TableId> {
    module.tables.main_function_table()?.context("the code has no table of functions")
}

fn function_of(export: &walrus::Export) -> Option<FunctionId> {
    match export.item {
        ExportItem::Function(function) => Some(function),
        _ => None,
    }
}

/// The second part, and what it has to be lent.
fn second_part(mut module: Module, shared: &Shared, build: &str) -> Result<(Vec<u8>, Vec<Borrowed>)> {
    keep_exports(&mut module, is_later);
    module.start = None;
    call_through_table(&mut module, shared)?;
    leave_out_contents(&mut module);
    let borrowed = borrow_all(&mut module, build);
    signatures::widen(&mut module);
    passes::gc::run(&mut module);
    let used = |borrowed: &Borrowed| module.imports.find(FIRST, &borrowed.name).is_some();
    let needed = borrowed.into_iter().filter(used).collect();
    Ok((module.emit_wasm(), needed))
}

/// Its memory and its tables are filled already when it comes.
fn leave_out_contents(module: &mut Module) {
    let elements: Vec<_> = module.elements.iter().map(walrus::Element::id).collect();
    elements.into_iter().for_each(|id| module.elements.delete(id));
    let data: Vec<_> = module.data.iter().map(walrus::Data::id).collect();
    data.into_iter().for_each(|id| module.data.delete(id));
    module.tables.iter_mut().for_each(|table| table.elem_segments.clear());
    module.memories.iter_mut().for_each(|memory| memory.data_segments.clear());
}

/// What the second part has from the first.
struct Borrowed {
    /// Another in each build: parts of two builds do not go together, and then they do not link either.
    name: String,
    kind: Item,
    /// Its index.
    index: usize,
}

#[derive(Clone, Copy)]
enum Item {
    Memory,
    Table,
    Global,
}

impl Borrowed {
    /// Lends it to the second part.
    fn export(&self, first: &mut Module) {
        let item: Option<ExportItem> = match self.kind {
            Item::Memory => first.memories.iter().find(|it| it.id().index() == self.index).map(|it| it.id().into()),
            Item::Table => first.tables.iter().find(|it| it.id().index() == self.index).map(|it| it.id().into()),
            Item::Global => first.globals.iter().find(|it| it.id().index() == self.index).map(|it| it.id().into()),
        };
        if let Some(item) = item {
            first.exports.add(&self.name, item);
        }
    }
}

/// Makes imports of all that may be borrowed.
fn borrow_all(module: &mut Module, build: &str) -> Vec<Borrowed> {
    let mut all = Vec::new();
    let imports = &mut module.imports;
    let mut borrow = |kind: Item, index: usize, item: ImportKind| {
        let name = format!("{build}_{}", all.len());
        let import = imports.add(FIRST, &name, item);
        all.push(Borrowed { name, kind, index });
        import
    };
    for memory in module.memories.iter_mut() {
        memory.import = Some(borrow(Item::Memory, memory.id().index(), memory.id().into()));
    }
    for table in module.tables.iter_mut() {
        table.import = Some(borrow(Item::Table, table.id().index(), table.id().into()));
        // That of the first part is longer.
        table.maximum = None;
    }
    let globals: Vec<_> = module.globals.iter().map(walrus::Global::id).collect();
    for id in globals {
        module.globals.get_mut(id).kind = GlobalKind::Import(borrow(Item::Global, id.index(), id.into()));
    }
    all
}

fn call_through_table(module: &mut Module, shared: &Shared) -> Result<()> {
    let table = function_table(module)?;
    let types: BTreeMap<usize, TypeId> = module.funcs.iter().map(|f| (f.id().index(), f.ty())).collect();
    for (_, function) in module.funcs.iter_local_mut() {
        let entry = function.entry_block();
        dfs_pre_order_mut(&mut ThroughTable { table, shared, types: &types }, function, entry);
    }
    Ok(())
}

/// Calls a shared function by its place in the table.
struct ThroughTable<'a> {
    table: TableId,
    shared: &'a Shared,
    types: &'a BTreeMap<usize, TypeId>,
}

impl VisitorMut for ThroughTable<'_> {
    fn start_instr_seq_mut(&mut self, block: &mut InstrSeq) {
        let before = std::mem::take(&mut block.instrs);
        block.instrs = before.into_iter().flat_map(|(instruction, at)| self.rewrite(instruction, at)).collect();
    }
}

impl ThroughTable<'_> {
    fn rewrite(&self, instruction: Instr, at: InstrLocId) -> Vec<(Instr, InstrLocId)> {
        if let Instr::Call(Call { func }) = &instruction
            && let Some(&slot) = self.shared.slots.get(&func.index())
        {
            let call = CallIndirect { ty: self.types[&func.index()], table: self.table };
            return vec![(Const { value: Value::I32(slot) }.into(), at), (call.into(), at)];
        }
        vec![(instruction, at)]
    }
}

/// Which functions a function names, by index; only those with a body are keys.
struct Graph {
    calls: BTreeMap<usize, Vec<usize>>,
}

impl Graph {
    fn of(module: &Module) -> Self {
        let calls = module.funcs.iter_local().map(|(id, function)| (id.index(), Named::by(function)));
        Graph { calls: calls.collect() }
    }

    fn reach(&self, from: impl IntoIterator<Item = FunctionId>) -> BTreeSet<usize> {
        let mut reached = BTreeSet::new();
        let mut ahead: Vec<usize> = from.into_iter().map(|function| function.index()).collect();
        while let Some(function) = ahead.pop() {
            if let Some(calls) = self.calls.get(&function)
                && reached.insert(function)
            {
                ahead.extend(calls);
            }
        }
        reached
    }
}

/// The functions that a body names.
struct Named(Vec<usize>);

impl Named {
    fn by(function: &LocalFunction) -> Vec<usize> {
        let mut named = Named(Vec::new());
        dfs_in_order(&mut named, function, function.entry_block());
        named.0
    }
}

impl Visitor<'_> for Named {
    fn visit_function_id(&mut self, function: &FunctionId) {
        self.0.push(function.index());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use walrus::ir::MemArg;
    use walrus::{DataKind, FunctionBuilder, ValType};

    /// A module whose functions of the second part all call one that the first has too, and one that it has not.
    fn whole() -> Vec<u8> {
        let mut module = Module::default();
        let memory = module.memories.add_local(false, false, 1, None, None);
        module.exports.add("memory", memory);
        module.data.add(
            DataKind::Active { memory, offset: ConstExpr::Value(Value::I32(8)) },
            b"what both parts read".to_vec(),
        );
        let table = module.tables.add_local(false, 2, Some(2), walrus::RefType::FUNCREF);
        let stack = module.globals.add_local(ValType::I32, true, false, ConstExpr::Value(Value::I32(64)));
        let mut function = |calls: &[FunctionId]| {
            let mut builder = FunctionBuilder::new(&mut module.types, &[], &[ValType::I32]);
            let mut body = builder.func_body();
            body.global_get(stack).load(
                memory,
                walrus::ir::LoadKind::I32 { atomic: false },
                MemArg { align: 4, offset: 0 },
            );
            for &called in calls {
                body.call(called).drop();
            }
            builder.finish(vec![], &mut module.funcs)
        };
        let (shared, by_address, own) = (function(&[]), function(&[]), function(&[]));
        let early = function(&[shared]);
        let later: Vec<_> = LATER.iter().map(|_| function(&[own, shared, by_address])).collect();
        module.exports.add("early", early);
        for (name, function) in LATER.iter().zip(later) {
            module.exports.add(name, function);
        }
        let kind = ElementKind::Active { table, offset: ConstExpr::Value(Value::I32(1)) };
        let element = module.elements.add(kind, ElementItems::Functions(vec![by_address]));
        module.tables.get_mut(table).elem_segments.insert(element);
        module.emit_wasm()
    }

    fn names<'a>(exports: impl Iterator<Item = &'a walrus::Export>) -> BTreeSet<&'a str> {
        exports.map(|export| export.name.as_str()).collect()
    }

    #[test]
    fn each_function_is_in_one_part_and_the_second_has_nothing_but_functions() {
        let parts = split(&whole()).unwrap();
        let (first, later) = (read(&parts.first).unwrap(), read(&parts.later).unwrap());
        let exported = names(first.exports.iter());
        assert!(exported.contains("early") && exported.contains("memory"), "{exported:?}");
        assert_eq!(names(later.exports.iter()), LATER.into());
        assert!(LATER.iter().all(|name| !exported.contains(name)), "{exported:?}");
        // The one that both call, the one in the table, and `early`; what all of the second part call, and these.
        assert_eq!((first.funcs.iter_local().count(), later.funcs.iter_local().count()), (3, 1 + LATER.len()));
        assert_eq!((later.data.iter().count(), later.elements.iter().count()), (0, 0));
        for import in later.imports.iter() {
            assert!(import.module == FIRST && exported.contains(import.name.as_str()), "{import:?}");
        }
        assert_eq!(later.imports.iter().count(), 3, "memory, table and stack");
    }

    #[test]
    fn the_table_holds_what_it_held_and_what_both_call() {
        let first = read(&split(&whole()).unwrap().first).unwrap();
        let table = first.tables.get(function_table(&first).unwrap());
        assert_eq!((table.initial, table.maximum), (4, Some(4)));
        let lengths = first.elements.iter().map(|element| match &element.items {
            ElementItems::Functions(functions) => functions.len(),
            ElementItems::Expressions(_, items) => items.len(),
        });
        assert_eq!(lengths.collect::<Vec<_>>(), [1, 2]);
    }

    #[test]
    fn parts_of_two_builds_have_other_names_for_what_they_share() {
        let other = {
            let mut module = read(&whole()).unwrap();
            let data = module.data.iter().next().unwrap().id();
            module.data.get_mut(data).value.push(0);
            module.emit_wasm()
        };
        let shared = |code: &[u8]| {
            let later = read(&split(code).unwrap().later).unwrap();
            later.imports.iter().map(|import| import.name.clone()).collect::<BTreeSet<_>>()
        };
        assert!(shared(&whole()).is_disjoint(&shared(&other)));
        assert_eq!(shared(&whole()), shared(&whole()));
    }

    #[test]
    fn glue_that_lacks_a_call_and_code_that_lacks_a_function_are_errors() {
        let glue: String = LATER.iter().map(|name| format!("wasm.{name}(1);")).collect();
        let joined = join_glue(&glue).unwrap();
        assert!(LATER.iter().all(|name| joined.contains(&format!("later.{name}(1)"))) && !joined.contains("wasm.c"));
        let error = join_glue(&glue.replace("wasm.corpushandle_trend(", "")).unwrap_err().to_string();
        assert!(error.contains("corpushandle_trend"), "{error}");
        let mut module = read(&whole()).unwrap();
        keep_exports(&mut module, |name| name != "corpushandle_trend");
        assert!(split(&module.emit_wasm()).is_err());
    }
}

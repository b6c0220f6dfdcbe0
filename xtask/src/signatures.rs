//! Gives the exported functions of the code few signatures.
//!
//! Node.js 20 compiles a wrapper for each signature of an exported function before the code is ready, 60 to 70 µs each. A
//! function that takes more than it needs, or gives more, is called by the same JavaScript: what is not given is
//! `undefined`, which is 0 for a number, and what nobody reads is no matter.

use std::collections::{BTreeMap, BTreeSet};

use walrus::{ExportId, ExportItem, FunctionBuilder, FunctionId, Module, ValType};

/// The most values that a function gives to the glue.
const MOST_RESULTS: usize = 4;

/// Parameters and results.
type Signature = (Vec<ValType>, Vec<ValType>);

/// Gives each exported function the widest signature that does for it.
pub fn widen(module: &mut Module) {
    let exported: Vec<(ExportId, FunctionId)> = module.exports.iter().filter_map(function_of).collect();
    let narrow: BTreeMap<FunctionId, Signature> =
        exported.iter().map(|&(_, function)| (function, signature(module, function))).collect();
    let all: BTreeSet<Signature> = narrow.values().map(|(params, results)| (params.clone(), wide(results))).collect();
    for (export, function) in exported {
        let (params, results) = &narrow[&function];
        let widest = widest(&all, params, &wide(results));
        if (params, results) != (&widest.0, &widest.1) {
            let wrapped = wrap(module, function, params.len(), results.len(), &widest);
            module.exports.get_mut(export).item = ExportItem::Function(wrapped);
        }
    }
}

fn function_of(export: &walrus::Export) -> Option<(ExportId, FunctionId)> {
    match export.item {
        ExportItem::Function(function) => Some((export.id(), function)),
        _ => None,
    }
}

fn signature(module: &Module, function: FunctionId) -> Signature {
    let (params, results) = module.types.params_results(module.funcs.get(function).ty());
    (params.to_vec(), results.to_vec())
}

/// One value stays one, because several come as an array.
fn wide(results: &[ValType]) -> Vec<ValType> {
    match results {
        [] => vec![ValType::I32],
        [_] => results.to_vec(),
        _ if results.iter().all(|&result| result == ValType::I32) => {
            vec![ValType::I32; MOST_RESULTS.max(results.len())]
        }
        _ => results.to_vec(),
    }
}

/// The longest parameters that begin with these, of what gives the same.
fn widest(all: &BTreeSet<Signature>, params: &[ValType], results: &[ValType]) -> Signature {
    let fitting = all.iter().filter(|(longer, same)| same == results && longer.starts_with(params));
    fitting.max_by_key(|(longer, _)| longer.len()).cloned().unwrap_or_else(|| (params.to_vec(), results.to_vec()))
}

/// A function of this signature that calls another with the first of its parameters.
fn wrap(module: &mut Module, function: FunctionId, params: usize, results: usize, to: &Signature) -> FunctionId {
    let mut builder = FunctionBuilder::new(&mut module.types, &to.0, &to.1);
    let arguments: Vec<_> = to.0.iter().map(|&kind| module.locals.add(kind)).collect();
    let mut body = builder.func_body();
    for &argument in &arguments[..params] {
        body.local_get(argument);
    }
    body.call(function);
    for _ in results..to.1.len() {
        body.i32_const(0);
    }
    builder.finish(arguments, &mut module.funcs)
}

#[cfg(test)]
mod tests {
    use super::*;
    use walrus::ValType::{F64, I32};

    const TEXT: ValType = ValType::Ref(walrus::RefType::EXTERNREF);

    /// Parameters and results.
    type Types<'a> = (&'a [ValType], &'a [ValType]);

    #[test]
    fn a_function_gets_the_widest_signature_that_does_for_it() {
        let four = [I32; 4];
        let cases: [(&str, Types, Types); 8] = [
            ("nothing is one number that nobody reads", (&[I32], &[]), (&[I32, I32, TEXT], &[I32])),
            ("one number stays one", (&[I32, I32, TEXT], &[I32]), (&[I32, I32, TEXT], &[I32])),
            ("parameters that begin otherwise", (&[TEXT], &[]), (&[TEXT], &[I32])),
            ("two are four", (&[I32, TEXT], &[I32, I32]), (&[I32, TEXT], &four)),
            ("without parameters", (&[], &[I32, I32, I32]), (&[I32, TEXT], &four)),
            ("four stay four", (&[F64], &four), (&[F64], &four)),
            ("another kind of value", (&[I32], &[F64]), (&[I32], &[F64])),
            ("several kinds of value", (&[I32], &[I32, TEXT]), (&[I32], &[I32, TEXT])),
        ];
        let mut module = Module::default();
        for (name, (params, results), _) in cases {
            let mut builder = FunctionBuilder::new(&mut module.types, params, results);
            builder.func_body().unreachable();
            let arguments = params.iter().map(|&kind| module.locals.add(kind)).collect();
            let function = builder.finish(arguments, &mut module.funcs);
            module.exports.add(name, function);
        }
        widen(&mut module);
        for (name, _, (params, results)) in cases {
            let function = module.exports.get_func(name).unwrap();
            assert_eq!(signature(&module, function), (params.to_vec(), results.to_vec()), "{name}");
        }
        Module::from_buffer(&module.emit_wasm()).unwrap();
    }
}

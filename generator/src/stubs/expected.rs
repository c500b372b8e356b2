//! The traits of a generated crate, from its text.

use std::collections::BTreeMap;

use proc_macro2::{Group, Ident, Punct, Spacing, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::{
    FnArg, GenericArgument, Item, PathArguments, ReturnType, TraitItem, Type, TypeParamBound,
};

use super::scan::parameters;
use crate::output::OutputTree;

/// A trait that a service implements.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trait {
    /// Its name: `QueryResolver`.
    pub name: String,
    /// Its path from any crate: `shop::resolvers::QueryResolver`.
    pub path: String,
    /// The functions that have to be there.
    pub methods: Vec<Method>,
    /// The functions that may be left out.
    pub others: Vec<String>,
}

/// A function that has to be there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Method {
    /// Its name.
    pub name: String,
    /// The types of what it takes besides `self`, without paths and spaces.
    pub parameters: Vec<String>,
    /// Its text with a body that says that it is not implemented, as inside of an `impl`.
    body: String,
}

impl Method {
    /// The function, each line behind `indent`, without a line break at the end.
    pub(super) fn text(&self, indent: &str) -> String {
        let lines = self.body.lines().map(|it| match it.is_empty() {
            true => String::new(),
            false => format!("{indent}{it}"),
        });
        lines.collect::<Vec<_>>().join("\n")
    }
}

/// The traits in `crate_folder` of a run's output that a service of the crate implements.
pub fn expected(tree: &OutputTree, crate_folder: &str, crate_name: &str) -> Vec<Trait> {
    let krate = crate_name.replace('-', "_");
    let src = format!("{crate_folder}/src/");
    let mut found = Vec::new();
    for (path, text) in tree.files() {
        let Some(inner) = path.strip_prefix(&src).and_then(|it| it.strip_suffix(".rs")) else {
            continue;
        };
        let Some(module) = module_of(inner) else { continue };
        let Ok(file) = syn::parse_file(text) else { continue };
        let names = Names::of(&file, &krate, &module);
        for item in &file.items {
            if let Item::Trait(it) = item {
                found.extend(names.read(it));
            }
        }
    }
    found
}

/// The path of the module that people reach a file's items by, if it holds traits of services.
fn module_of(inner: &str) -> Option<String> {
    match inner.split_once('/') {
        Some(("resolvers", _)) => Some("resolvers".to_owned()),
        Some(("server", "mod")) => None,
        Some(("server", name)) => Some(format!("server::{name}")),
        None if matches!(inner, "directives" | "entities") => Some(inner.to_owned()),
        _ => None,
    }
}

/// What the names in a file stand for elsewhere.
struct Names {
    krate: String,
    module: String,
    paths: BTreeMap<String, String>,
    /// Modules of which everything is imported.
    glob: Option<String>,
}

impl Names {
    fn of(file: &syn::File, krate: &str, module: &str) -> Self {
        let mut names = Self {
            krate: krate.to_owned(),
            module: module.to_owned(),
            paths: BTreeMap::new(),
            glob: None,
        };
        for item in &file.items {
            match item {
                Item::Use(it) => names.import(&it.tree, String::new()),
                Item::Struct(it) => names.own(&it.ident),
                Item::Enum(it) => names.own(&it.ident),
                Item::Type(it) => names.own(&it.ident),
                _ => {}
            }
        }
        names
    }

    fn own(&mut self, ident: &Ident) {
        let path = format!("{}::{}::{ident}", self.krate, self.module);
        self.paths.insert(ident.to_string(), path);
    }

    fn import(&mut self, tree: &syn::UseTree, before: String) {
        let join = |name: &str| match (before.as_str(), name) {
            ("", "crate") => self.krate.clone(),
            ("", "meshwright_runtime") => format!("{}::runtime", self.krate),
            ("", name) => name.to_owned(),
            (before, name) => format!("{before}::{name}"),
        };
        match tree {
            syn::UseTree::Path(it) => {
                let before = join(&it.ident.to_string());
                self.import(&it.tree, before);
            }
            syn::UseTree::Name(it) => {
                let path = join(&it.ident.to_string());
                self.paths.insert(it.ident.to_string(), path);
            }
            syn::UseTree::Group(it) => {
                it.items.iter().for_each(|it| self.import(it, before.clone()));
            }
            syn::UseTree::Glob(_) => self.glob = Some(before),
            _ => {}
        }
    }

    fn read(&self, it: &syn::ItemTrait) -> Option<Trait> {
        let name = it.ident.to_string();
        let (mut methods, mut others) = (Vec::new(), Vec::new());
        for item in &it.items {
            let TraitItem::Fn(function) = item else { continue };
            match function.default {
                Some(_) => others.push(plain(&function.sig.ident)),
                None => methods.push(self.method(&function.sig)?),
            }
        }
        let path = format!("{}::{}::{name}", self.krate, self.module);
        (!methods.is_empty()).then_some(Trait { name, path, methods, others })
    }

    fn method(&self, signature: &syn::Signature) -> Option<Method> {
        let syn::Signature { ident, generics, inputs, output, .. } = signature;
        let gives = self.qualified(future_output(output)?.to_token_stream());
        let mut taken = Vec::new();
        for it in inputs {
            if let FnArg::Typed(it) = it {
                taken.push((it.pat.to_token_stream(), self.qualified(it.ty.to_token_stream())));
            }
        }
        let names = taken.iter().map(|(name, _)| name);
        let unused = match taken.len() {
            0 => None,
            1 => Some(quote!(let _ = #(#names)*;)),
            _ => Some(quote!(let _ = (#(#names),*);)),
        };
        let krate: TokenStream = self.krate.parse().ok()?;
        // Short enough for one line: rustfmt does not see what is put into files that are there.
        let error = match self.module.starts_with("server::") {
            true => quote!(#krate::runtime::server::Fault::not_implemented()),
            false => {
                quote!(#krate::runtime::graphql::Error::new("not implemented"))
            }
        };
        let parameters_of = taken.iter().map(|(name, ty)| quote!(#name: #ty));
        let body = quote! {
            impl Owner for Service {
                async fn #ident #generics(&self, #(#parameters_of),*) -> #gives {
                    #unused
                    Err(#error)
                }
            }
        };
        let file: syn::File = syn::parse2(body).ok()?;
        let printed = prettyplease::unparse(&file);
        let body =
            printed.trim_end().strip_prefix("impl Owner for Service {\n")?.strip_suffix("\n}")?;
        let types: Vec<String> = taken.iter().map(|(_, ty)| ty.to_string()).collect();
        Some(Method {
            name: plain(ident),
            parameters: parameters(&format!("(&self, {})", listed(&types))),
            body: body.to_owned(),
        })
    }

    /// The tokens with full paths.
    fn qualified(&self, tokens: TokenStream) -> TokenStream {
        let mut out = TokenStream::new();
        let mut is_inside = false;
        for token in tokens {
            match token {
                TokenTree::Ident(ident) if !is_inside => self.name(&ident, &mut out),
                TokenTree::Group(group) => {
                    let inner = self.qualified(group.stream());
                    out.extend([TokenTree::Group(Group::new(group.delimiter(), inner))]);
                }
                token => out.extend([token]),
            }
            is_inside = ends_in_path(&out);
        }
        out
    }

    fn name(&self, ident: &Ident, out: &mut TokenStream) {
        const PRELUDE: &[&str] = &[
            "Self", "Option", "Vec", "String", "Result", "Box", "bool", "dyn", "mut", "str", "self",
        ];
        let name = ident.to_string();
        let path = match self.paths.get(&name) {
            Some(path) => path.clone(),
            None if PRELUDE.contains(&name.as_str()) || name.starts_with(char::is_lowercase) => {
                name
            }
            None => self.glob.as_ref().map_or(name.clone(), |glob| format!("{glob}::{name}")),
        };
        out.extend(path.parse::<TokenStream>().unwrap_or_else(|_| ident.to_token_stream()));
    }
}

/// Whether the tokens end in `::` or `'`: what follows is no name of its own.
fn ends_in_path(tokens: &TokenStream) -> bool {
    let tokens: Vec<TokenTree> = tokens.clone().into_iter().collect();
    let is = |it: Option<&TokenTree>, sign: char| matches!(it, Some(TokenTree::Punct(it)) if it.as_char() == sign);
    let n = tokens.len();
    is(tokens.last(), '\'') || n > 1 && is(tokens.get(n - 1), ':') && joined(&tokens[n - 2])
}

fn joined(token: &TokenTree) -> bool {
    let colon = |it: &Punct| it.as_char() == ':' && it.spacing() == Spacing::Joint;
    matches!(token, TokenTree::Punct(it) if colon(it))
}

/// A name without what makes a keyword one.
fn plain(ident: &Ident) -> String {
    let name = ident.to_string();
    name.strip_prefix("r#").map_or(name.clone(), str::to_owned)
}

fn listed(types: &[String]) -> String {
    types.iter().map(|it| format!("_: {it}")).collect::<Vec<_>>().join(", ")
}

/// The `R` of `impl Future<Output = R> + Send`.
fn future_output(output: &ReturnType) -> Option<&Type> {
    let ReturnType::Type(_, ty) = output else { return None };
    let Type::ImplTrait(it) = &**ty else { return None };
    let Some(TypeParamBound::Trait(bound)) = it.bounds.first() else { return None };
    let PathArguments::AngleBracketed(arguments) = &bound.path.segments.last()?.arguments else {
        return None;
    };
    arguments.args.iter().find_map(|it| match it {
        GenericArgument::AssocType(it) => Some(&it.ty),
        _ => None,
    })
}

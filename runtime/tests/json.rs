//! The codec: what is read, what is refused with which pointer, what is written.

use meshwright_runtime::json::{self, Json, Mode, Rule};
use meshwright_runtime::{Base64, DateTime, Map, Uuid, Value};

/// As a generated type is.
#[derive(Debug, Clone, PartialEq)]
struct Pet {
    id: i64,
    name: String,
    tag: Option<String>,
    owner: Option<Option<Box<Pet>>>,
    other: Map<Value>,
}

impl Json for Pet {
    fn blank() -> Self {
        Self {
            id: Json::blank(),
            name: Json::blank(),
            tag: Json::blank(),
            owner: Json::blank(),
            other: Json::blank(),
        }
    }

    fn members<'s>(&'s mut self, m: &mut json::Members<'_, 's, '_>) {
        m.required("id", &mut self.id).minimum(1.0);
        m.required("name", &mut self.name).min_length(2).pattern("^[A-Z]");
        m.optional("tag", &mut self.tag);
        m.optional("owner", &mut self.owner);
        m.rest(&mut self.other, &[]);
    }
}

fn strict<T: Json>(text: &str) -> Result<T, String> {
    json::from_slice(text.as_bytes(), Mode::Strict).map_err(|error| error.to_string())
}

#[test]
fn what_is_accepted_comes_back_equal() {
    for text in [
        r#"{"id":1,"name":"Rex"}"#,
        r#"{"id":1,"name":"Rex","tag":"","owner":null}"#,
        r#"{"id":9007199254740993,"name":"Aö \"\\\n\u0001 日本 😀","owner":{"id":2,"name":"Al"}}"#,
        r#"{"owner":{"name":"Al","y":"\u0061","id":2},"z":null,"name":"Rex","tag":"t","id":1}"#,
        r#"{"id":1,"name":"Rex","x":[1,2.5,-3e30,true,null,{"y":{}}]}"#,
    ] {
        let pet: Pet = strict(text).expect(text);
        let written = json::to_vec(&pet);
        let (before, after): (Value, Value) = (
            serde_json::from_str(text).expect("the case is JSON"),
            serde_json::from_slice(&written).expect("what is written is JSON"),
        );
        assert_eq!(before, after, "{text}");
    }
}

#[test]
fn absent_null_and_value_stay_apart() {
    let owner = |text: &str| strict::<Pet>(text).expect(text).owner;
    assert_eq!(owner(r#"{"id":1,"name":"Rex"}"#), None);
    assert_eq!(owner(r#"{"id":1,"name":"Rex","owner":null}"#), Some(None));
    assert!(matches!(
        owner(r#"{"id":1,"name":"Rex","owner":{"id":2,"name":"Al"}}"#),
        Some(Some(_))
    ));
}

#[test]
fn every_violation_has_its_pointer() {
    for (text, expected) in [
        ("{}", "/id: required, and missing; /name: required, and missing"),
        (
            r#"{"id":0,"name":"r"}"#,
            "/id: less than 1; /name: shorter than 2 characters; /name: does not match `^[A-Z]`",
        ),
        (
            r#"{"id":"1","name":7}"#,
            "/id: expected a 64-bit integer, found a string; /name: expected a string, found a number",
        ),
        (r#"{"id":1,"name":"Al","tag":null}"#, "/tag: expected a string, found null"),
        (
            r#"{"id":1,"name":"Al","owner":{"id":1.5,"name":"Bo"}}"#,
            "/owner/id: expected a 64-bit integer",
        ),
        ("[]", "/: expected an object, found an array"),
        (r#"{"id":1"#, "EOF while parsing an object at byte 7"),
        (r#"{"id":1,"name":"Al"} x"#, "trailing characters at byte 21"),
    ] {
        assert_eq!(strict::<Pet>(text), Err(expected.to_owned()), "{text}");
    }
}

#[test]
fn a_tolerant_reader_passes_over_what_a_newer_server_says() {
    let text = br#"{"id":0,"name":"r","tag":null}"#;
    let pet: Pet = json::from_slice(text, Mode::Tolerant).expect("constraints do not count");
    assert_eq!(pet.tag, None);
}

#[test]
fn pointers_escape_what_rfc_6901_says() {
    let error = strict::<Map<i64>>(r#"{"a/b~c":"x"}"#);
    assert_eq!(error, Err("/a~1b~0c: expected a 64-bit integer, found a string".to_owned()));
}

#[test]
fn hostile_depth_is_refused_and_not_a_crash() {
    let text = "[".repeat(100_000);
    let error = strict::<Value>(&text).expect_err("no end");
    assert!(error.contains("nested too deeply") || error.contains("recursion"), "{error}");
}

#[test]
fn formats_are_read_and_written_as_they_came() {
    fn same<T: Json + Clone>(text: &str) {
        let value: T = strict(text).expect(text);
        assert_eq!(String::from_utf8_lossy(&json::to_vec(&value)), text);
    }
    same::<Uuid>(r#""6f1c0a52-3b7e-4d19-9c84-2f5f0e8d7a10""#);
    same::<DateTime>(r#""2026-05-04T09:30:00Z""#);
    same::<DateTime>(r#""2026-05-04T09:30:00.123+02:00""#);
    same::<Base64>(r#""aGVsbG8=""#);
    same::<Vec<f64>>("[1.5,-0.25]");
    same::<Vec<u64>>("[18446744073709551615]");
    for (text, expected) in
        [(r#""no""#, "/: expected a UUID"), (r#"7"#, "/: expected a UUID, found a number")]
    {
        assert_eq!(strict::<Uuid>(text), Err(expected.to_owned()));
    }
    assert!(strict::<DateTime>(r#""2026-02-30T00:00:00Z""#).is_err());
    assert!(strict::<u8>("256").is_err());
    assert_eq!(strict::<i32>("7.0"), Ok(7));
}

#[test]
fn rules_of_lists_and_maps() {
    for (text, rules, expected) in [
        ("[1,1]", &[Rule::UniqueItems] as &[Rule], "/: two items are equal"),
        ("[1]", &[Rule::MinItems(2)], "/: fewer than 2"),
        ("[1,2,3]", &[Rule::MaxItems(2)], "/: more than 2"),
        ("[1,20]", &[Rule::Items(&[Rule::Maximum(10.0)])], "/1: more than 10"),
        ("[5]", &[Rule::Items(&[Rule::MultipleOf(2.0)])], "/0: no multiple of 2"),
        ("[5]", &[Rule::Items(&[Rule::Integers(&[1, 2])])], "/0: none of [1, 2]"),
    ] {
        let mut list: Vec<i64> = Vec::new();
        let outcome =
            json::read_into(text.as_bytes(), Mode::Strict, &mut |r| r.checked(&mut list, rules));
        assert_eq!(outcome.map_err(|error| error.to_string()), Err(expected.to_owned()), "{text}");
    }
}

/// Has more members than a machine word has bits.
#[derive(Debug, Clone, PartialEq)]
struct Wide(Vec<Option<u64>>);

const WIDTH: usize = 300;

fn name_of(index: usize) -> &'static str {
    static NAMES: std::sync::OnceLock<Vec<String>> = std::sync::OnceLock::new();
    &NAMES.get_or_init(|| (0..WIDTH).map(|it| format!("m{it}")).collect())[index]
}

impl Json for Wide {
    fn blank() -> Self {
        Self(vec![None; WIDTH])
    }

    fn members<'s>(&'s mut self, m: &mut json::Members<'_, 's, '_>) {
        for (index, value) in self.0.iter_mut().enumerate() {
            match index {
                200 => m.required(name_of(index), value),
                _ => m.optional(name_of(index), value),
            };
        }
        m.closed();
    }
}

#[test]
fn members_come_in_any_order() {
    let text = |order: &mut dyn Iterator<Item = usize>| {
        let members: Vec<String> = order.map(|it| format!("\"m{it}\":{it}")).collect();
        format!("{{{}}}", members.join(","))
    };
    let all = Wide((0..WIDTH as u64).map(Some).collect());
    assert_eq!(strict(&text(&mut (0..WIDTH))), Ok(all.clone()));
    assert_eq!(strict(&text(&mut (0..WIDTH).rev())), Ok(all.clone()));
    assert_eq!(strict(&text(&mut (0..WIDTH).map(|it| it * 7 % WIDTH))), Ok(all));
    // Of two members with one name, the last counts.
    let twice: Wide = strict(r#"{"m200":1,"m3":1,"m200":2}"#).expect("JSON allows it");
    assert_eq!((twice.0[3], twice.0[200]), (Some(1), Some(2)));
    let error = "/x: no such member; /m200: required, and missing";
    assert_eq!(strict::<Wide>(r#"{"m299":1,"x":{"m200":1},"m0":1}"#), Err(error.to_owned()));
}

//! Who may do what: every operation, for every role, in the own and in another region, in the own and in another language.

use std::collections::BTreeSet;

use content::roles::{Grant, Role};
use content::users::User;
use serde_json::{Value, json};
use ureq::http::Method;

use crate::support::{Client, Page, Server};

/// Who asks, in the order of the columns below: an observer, an event manager, an author, an editor and a manager of the region;
/// a translator into Arabic there; an author and an editor of the page; the service team; an administrator.
const WHO: [Role; 10] = [
    Role::Observer,
    Role::EventManager,
    Role::Author,
    Role::Editor,
    Role::Manager,
    Role::Translator,
    Role::PageAuthor,
    Role::PageEditor,
    Role::ServiceTeam,
    Role::Administrator,
];

/// What an operation is about, with who may do it: `x` everywhere, `r` in the own region, `a` there in Arabic, `-` nowhere.
struct Class {
    name: &'static str,
    /// One for each of [`WHO`].
    may: &'static str,
    strangers: bool,
}

#[rustfmt::skip]
const CLASSES: [Class; 13] = [
    //                                             observer
    //                                             |event manager
    //                                             ||author
    //                                             |||editor
    //                                             ||||manager
    //                                             |||||translator
    //                                             ||||||page author
    //                                             |||||||page editor
    //                                             ||||||||service team
    //                                             |||||||||administrator
    Class { name: "everybody",               may: "xxxxxxxxxx", strangers: true },
    Class { name: "own account",             may: "xxxxxxxxxx", strangers: false },
    Class { name: "see the region",          may: "rrrrrr--xx", strangers: false },
    Class { name: "see a page",              may: "rrrrrrrrxx", strangers: false },
    Class { name: "see bundles",             may: "rrrrrr--xx", strangers: false },
    Class { name: "see bundles of all",      may: "--------xx", strangers: false },
    Class { name: "write a page",            may: "--rrr-rrxx", strangers: false },
    Class { name: "write a text",            may: "--rrrarrxx", strangers: false },
    Class { name: "write somewhere",         may: "--rrrrrrxx", strangers: false },
    Class { name: "publish a page or text",  may: "---rr--rxx", strangers: false },
    Class { name: "translate",               may: "---rra--xx", strangers: false },
    Class { name: "manage the region",       may: "----r---xx", strangers: false },
    Class { name: "govern",                  may: "---------x", strangers: false },
];

/// Classes that only some operations have, beside those above.
#[rustfmt::skip]
const MORE: [Class; 4] = [
    Class { name: "write at the top",           may: "--rrr---xx", strangers: false },
    Class { name: "see something",              may: "rrrrrrrrxx", strangers: false },
    Class { name: "translate something",        may: "---rrr--xx", strangers: false },
    Class { name: "translate something of all", may: "--------xx", strangers: false },
];

/// Every operation of the description, by class.
const OPERATIONS: [(&str, &[&str]); 17] = [
    (
        "everybody",
        &[
            "choose_password",
            "erase_own_name",
            "figures",
            "list_bundles",
            "list_languages",
            "list_own_suggestions",
            "list_pages",
            "list_regions",
            "list_translations",
            "live",
            "metrics",
            "negotiate_language",
            "openapi",
            "read_bundle",
            "read_bundle_coverage",
            "read_invitation",
            "read_page",
            "read_page_at_path",
            "read_region",
            "ready",
            "shown",
            "sign_in",
            "style",
            "suggest_text",
            "sync_features",
            "sync_head",
            "sync_newest_root",
            "sync_object",
            "sync_packs",
            "sync_recent",
            "sync_recent_week",
            "sync_regions",
            "sync_root",
            "sync_signals",
            "take_suggestion_back",
            "v3_children",
            "v3_imprint",
            "v3_languages",
            "v3_lists",
            "v3_offers",
            "v3_page",
            "v3_pages",
            "v3_parents",
            "v3_region",
            "v3_regions",
            "v3_story",
            "view_draft",
            "view_page",
            "view_region",
            "view_start",
            "view_style",
        ],
    ),
    (
        "own account",
        &[
            "change_password",
            "confirm_second_factor",
            "create_token",
            "list_tokens",
            "propose_second_factor",
            "read_account",
            "read_session",
            "remove_second_factor",
            "revoke_token",
            "sign_out",
        ],
    ),
    (
        "see the region",
        &["list_organizations", "list_origin_changes", "list_reviews", "list_schedules_of_region", "list_suggestions"],
    ),
    (
        "see a page",
        &[
            "compare_versions",
            "edit_page",
            "edit_translation",
            "list_broken_links",
            "list_schedules",
            "list_versions",
            "preview_translation",
            "read_origin",
            "read_version",
        ],
    ),
    (
        "see bundles",
        &[
            "list_acknowledged_warnings_of_region",
            "list_bundle_layers_of_region",
            "read_bundle_history_of_region",
            "read_bundle_source_of_region",
            "read_sheet_of_region",
        ],
    ),
    (
        "see bundles of all",
        &[
            "list_acknowledged_warnings",
            "list_bundle_layers",
            "read_bundle_history",
            "read_bundle_source",
            "read_sheet",
        ],
    ),
    ("write a page", &["confirm_page"]),
    (
        "write a text",
        &[
            "decide_about_origin",
            "forget_autosave",
            "forget_origin",
            "keep_autosave",
            "lock_translation",
            "mark_up_to_date",
            "read_autosave",
            "restore_version",
            "save_translation",
            "submit_translation",
            "unlock_translation",
        ],
    ),
    ("write somewhere", &["accept_suggestion", "change_pages", "create_page", "reject_suggestion"]),
    ("write at the top", &["copy_pages"]),
    ("see something", &["follow_activity"]),
    (
        "publish a page or text",
        &[
            "approve_translation",
            "archive_page",
            "create_schedule",
            "delete_page",
            "move_page",
            "reject_translation",
            "remove_schedule",
            "replace_links",
            "restore_page",
            "set_page_details",
            "withdraw_translation",
        ],
    ),
    (
        "translate",
        &[
            "acknowledge_warning_of_region",
            "roll_bundle_back_of_region",
            "upload_bundle_of_region",
            "upload_sheet_of_region",
            "withdraw_acknowledgement_of_region",
        ],
    ),
    ("translate something", &["import_bundles_of_region"]),
    (
        "translate something of all",
        &[
            "acknowledge_warning",
            "import_bundles",
            "roll_bundle_back",
            "upload_bundle",
            "upload_sheet",
            "withdraw_acknowledgement",
        ],
    ),
    (
        "manage the region",
        &[
            "add_user_to_region",
            "create_invitation",
            "create_organization",
            "create_password_link_in_region",
            "delete_organization",
            "erase_contributor",
            "grant_role_in_region",
            "list_invitations",
            "list_users_of_region",
            "read_options",
            "rename_organization",
            "revoke_invitation",
            "set_options",
            "take_role_in_region",
        ],
    ),
    (
        "govern",
        &[
            "add_language",
            "audit",
            "change_user",
            "create_password_link",
            "create_region",
            "create_user",
            "erase_user",
            "grant_role",
            "list_users",
            "read_user",
            "take_role",
        ],
    ),
];

/// An operation as the description has it.
struct Operation {
    name: String,
    method: Method,
    path: String,
    has_body: bool,
}

fn operations() -> Vec<Operation> {
    let description: Value = serde_json::from_str(&::api::openapi()).unwrap();
    let paths = description["paths"].as_object().unwrap();
    let of_path = |(path, item): (&String, &Value)| {
        let all = item.as_object().unwrap().iter().map(|(method, operation)| Operation {
            name: operation["operationId"].as_str().unwrap().to_owned(),
            method: method.to_uppercase().parse().unwrap(),
            path: path.clone(),
            has_body: !operation["requestBody"].is_null(),
        });
        all.collect::<Vec<_>>()
    };
    paths.iter().flat_map(of_path).collect()
}

fn class_of(operation: &str) -> &'static Class {
    let (class, _) = OPERATIONS.iter().find(|(_, names)| names.contains(&operation)).expect("another test says so");
    CLASSES.iter().chain(&MORE).find(|known| known.name == *class).expect("each class is written down")
}

impl Operation {
    /// The address in `region` and `tag`; what it names beside the page does not exist, so that nothing is changed.
    fn address(&self, region: &str, tag: &str, page: &Page) -> String {
        let unknown = "4f8e1d0c-7d1e-4c52-8f0a-3b9d5e2f4a61";
        [
            ("{region}", region),
            ("{tag}", tag),
            ("{language}", tag),
            ("{page}", page.id.as_str()),
            ("{user}", unknown),
            ("{grant}", "99"),
            ("{organization}", "99"),
            ("{token}", "99"),
            ("{link}", "x"),
            ("{invitation}", unknown),
            ("{suggestion}", unknown),
            ("{name}", "app"),
            ("{id}", "99"),
            ("{n}", "1"),
            ("{list}", "events"),
            ("{format}", "csv"),
            ("{schedule}", "99"),
            ("{version}", "1"),
            ("{other}", "1"),
            ("{sealed}", "x"),
            ("{path}", "eins"),
        ]
        .iter()
        .fold(self.path.clone(), |path, (name, value)| path.replace(name, value))
    }

    /// The status and the code for `client`; the body is empty, so nothing is changed.
    fn try_as(&self, client: &Client, address: &str) -> (u16, String) {
        // A stream has no end; its head tells enough.
        let method = if self.name == "follow_activity" { Method::HEAD } else { self.method.clone() };
        let request = client.request(method, address);
        let answer = if self.has_body { request.json(&json!({})).send() } else { request.send() };
        let problem: Value = serde_json::from_slice(&answer.body).unwrap_or_default();
        let of_status = match answer.status {
            401 => "not-authorized",
            403 => "forbidden",
            _ => "",
        };
        (answer.status, problem["code"].as_str().unwrap_or(of_status).to_owned())
    }
}

/// Somebody with `role` in the region of `page`, for Arabic, or for the page.
fn somebody(server: &Server, kind: Role, page: &Page) -> User {
    let own = Some(page.region.id);
    let grant = match kind {
        Role::Translator => Grant { role: kind, region: own, language: Some("ar".to_owned()), item: None },
        Role::PageAuthor | Role::PageEditor => {
            Grant { role: kind, region: own, language: None, item: Some(page.id.clone()) }
        }
        Role::ServiceTeam | Role::Administrator => Grant { role: kind, region: None, language: None, item: None },
        _ => crate::support::role(kind, page.region.id),
    };
    server.user(kind.as_str(), &[grant])
}

#[test]
fn every_operation_has_a_row() {
    let described: BTreeSet<String> = operations().into_iter().map(|operation| operation.name).collect();
    let written: Vec<&str> = OPERATIONS.iter().flat_map(|(_, names)| names.iter().copied()).collect();

    let known: BTreeSet<String> = written.iter().map(|name| (*name).to_owned()).collect();

    assert_eq!(described.difference(&known).collect::<Vec<_>>(), Vec::<&String>::new(), "these are missing here");
    assert_eq!(known.difference(&described).collect::<Vec<_>>(), Vec::<&String>::new(), "these are gone");
    assert_eq!(known.len(), written.len(), "each stands once");
}

#[test]
fn every_role_may_what_the_table_says_and_nothing_else() {
    let server = Server::start();
    let own = server.region("musterkreis", &["de", "ar"]);
    let other = server.region("nachbarkreis", &["de", "ar"]);
    let (page, elsewhere) = (own.page("de", "Eins", "<p>x</p>"), other.page("de", "Zwei", "<p>x</p>"));
    let people = WHO.map(|kind| {
        let user = somebody(&server, kind, &page);
        let browser = server.browser(&user);
        (kind, user, browser)
    });
    let mut wrong = Vec::new();
    for operation in operations() {
        let class = class_of(&operation.name);
        for (region, tag) in
            [("musterkreis", "ar"), ("musterkreis", "de"), ("nachbarkreis", "ar"), ("nachbarkreis", "de")]
        {
            let (has_region, has_tag) = (operation.path.contains("{region}"), operation.path.contains("{tag}"));
            if (region != "musterkreis" && !has_region) || (tag != "ar" && !has_tag) {
                continue;
            }
            let at = if region == "musterkreis" { &page } else { &elsewhere };
            let address = operation.address(region, tag, at);
            let stranger = operation.try_as(server.anybody(), &address);
            if class.strangers == (stranger.1 == "not-authorized") {
                wrong.push(format!("a stranger: {} {address}: {stranger:?}", operation.name));
            }
            for ((kind, user, browser), cell) in people.iter().zip(class.may.chars()) {
                let allowed = match cell {
                    'x' => true,
                    'r' => region == "musterkreis" || !has_region,
                    'a' => region == "musterkreis" && (tag == "ar" || !has_tag),
                    _ => false,
                };
                let got = match operation.name.as_str() {
                    "sign_out" => operation.try_as(&server.browser(user), &address),
                    _ => operation.try_as(browser, &address),
                };
                let is_allowed = !matches!(got.1.as_str(), "forbidden" | "not-authorized" | "csrf");
                if is_allowed != allowed || got.0 >= 500 {
                    let name = kind.as_str();
                    wrong.push(format!("{name}: {} {address}: {got:?}, expected {cell}", operation.name));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} cells:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn a_refusal_does_not_tell_whether_there_is_such_a_thing() {
    let server = Server::start();
    let own = server.region("musterkreis", &["de"]);
    let other = server.region("nachbarkreis", &["de"]);
    let (page, elsewhere) = (own.page("de", "Eins", "<p>x</p>"), other.page("de", "Zwei", "<p>x</p>"));
    let author = server.browser(&server.user("author", &[crate::support::role(Role::Author, own.id)]));
    let unknown = "0198c6a0-7d1e-7c52-8f0a-3b9d5e2f4a61";
    let tell = |client: &Client, region: &str, id: &str| {
        let answer = client.get(&format!("/api/v1/regions/{region}/pages/{id}")).send();
        (answer.status, answer.text().to_owned())
    };

    assert_eq!(tell(&author, "musterkreis", &page.id).0, 200);
    assert_eq!(tell(&author, "musterkreis", unknown).0, 404);
    let refused = tell(&author, "nachbarkreis", &elsewhere.id);
    assert_eq!(refused.0, 403);
    assert_eq!(tell(&author, "nachbarkreis", unknown), refused);
    assert_eq!(tell(&author, "atlantis", unknown).0, 403);
    let stranger = tell(server.anybody(), "nachbarkreis", &elsewhere.id);
    assert_eq!((stranger.0, &stranger), (401, &tell(server.anybody(), "atlantis", unknown)));
}

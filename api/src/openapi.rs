//! The description of the API: what its parts have in common, and the document itself.

use std::collections::BTreeMap;

use actix_web::App;
use utoipa::openapi::path::Operation;
use utoipa::openapi::security::{ApiKey, ApiKeyValue, Http, HttpAuthScheme, SecurityRequirement, SecurityScheme};
use utoipa::openapi::{Content, OpenApi, PathItem, Ref, RefOr, Response, ResponseBuilder};
use utoipa::{IntoParams, IntoResponses, Modify, OpenApi as _};
use utoipa_actix_web::AppExt;

use crate::access::COOKIE;
use crate::error::{Problem, V3Error};

/// What of the document is not told by a handler.
#[derive(utoipa::OpenApi)]
#[openapi(
    info(
        title = "Lotse",
        description = "Multilingual content for people who have just arrived. `reading` is for everybody; `editing` and \
            `accounts` need a session or a token, and what `x-needs` says. Lists may be up to a second behind a change, single pages are not. Every answer to a reader \
            has an ETag; errors are `application/problem+json` in the language of the request.",
    ),
    components(schemas(Problem, V3Error)),
    modifiers(&Token),
    tags(
        (name = "reading", description = "Regions, languages and pages, for everybody."),
        (name = "editing", description = "Changes, under preconditions: nobody's work gets lost."),
        (name = "invitations", description = "Links for people without an account, and what they suggest."),
        (name = "pages in the browser", description = "The same pages as HTML for people, complete without scripts."),
        (name = "accounts", description = "Sessions, people, what they may do, and their tokens."),
        (name = "delta sync", description = "What phones keep readable offline: signed heads, and objects that never change."),
        (name = "integreat v3", description = "The same content as apps of the Integreat CMS read it."),
        (name = "operations", description = "For those who run the server."),
    ),
)]
struct Base;

struct Token;

impl Modify for Token {
    fn modify(&self, api: &mut OpenApi) {
        let token = Http::builder().scheme(HttpAuthScheme::Bearer).description(Some(
            "`lotse token create` makes one for the server, `POST /api/v1/account/tokens` one of your own.",
        ));
        let cookie = ApiKeyValue::with_description(
            COOKIE,
            "`POST /api/v1/session` sets it. Whatever changes something needs the header `X-CSRF-Token` as well.",
        );
        let components = api.components.get_or_insert_default();
        components.add_security_scheme("token", SecurityScheme::Http(token.build()));
        components.add_security_scheme("session", SecurityScheme::ApiKey(ApiKey::Cookie(cookie)));
    }
}

/// The whole description.
pub(crate) fn describe() -> OpenApi {
    let app = App::new().into_utoipa_app().openapi(Base::openapi());
    let (_, mut api) = app
        .configure(crate::sync::routes)
        .configure(crate::configure)
        .configure(crate::views::routes)
        .split_for_parts();
    api.merge(crate::v3::Description::openapi());
    // The order of the routes is chosen for speed; a reader looks for an address.
    let paths = std::mem::take(&mut api.paths.paths);
    api.paths.paths = paths.into_iter().collect::<BTreeMap<_, _>>().into_iter().collect();
    api
}

/// Says of an operation that is not for everybody what it takes, and how it refuses the others.
pub(crate) fn guard(operation: &mut Operation) {
    let proof = |name: &str| SecurityRequirement::new(name, Vec::<String>::new());
    operation.security = Some(vec![proof("token"), proof("session")]);
    operation.responses.responses.extend(problems(&[UNAUTHORIZED, FORBIDDEN]));
}

/// The methods that each route accepts, in the form of the header `Allow`.
pub(crate) fn methods(api: &OpenApi) -> BTreeMap<String, String> {
    let of = |operation: &Option<Operation>, methods: &'static str| operation.as_ref().map(|_| methods);
    let allow = |item: &PathItem| {
        let known =
            [of(&item.get, "GET, HEAD"), of(&item.post, "POST"), of(&item.put, "PUT"), of(&item.delete, "DELETE")];
        known.into_iter().flatten().collect::<Vec<_>>().join(", ")
    };
    api.paths.paths.iter().map(|(path, item)| (path.clone(), allow(item))).collect()
}

/// The description as a file that people review.
pub(crate) fn to_json(api: &OpenApi) -> String {
    api.to_pretty_json().expect("a description is plain data") + "\n"
}

/// The region of the address.
#[derive(IntoParams)]
#[into_params(parameter_in = Path)]
#[expect(dead_code, reason = "only describes parameters")]
pub(crate) struct OfRegion {
    /// The region's name in addresses
    #[param(example = "minden-luebbecke")]
    region: String,
}

/// A language of the region of the address.
#[derive(IntoParams)]
#[into_params(parameter_in = Path)]
#[expect(dead_code, reason = "only describes parameters")]
pub(crate) struct InLanguage {
    /// The region's name in addresses
    #[param(example = "minden-luebbecke")]
    region: String,
    /// A language tag, in any case
    #[param(example = "de")]
    tag: String,
}

/// A scope of the region of the address.
#[derive(IntoParams)]
#[into_params(parameter_in = Path)]
#[expect(dead_code, reason = "only describes parameters")]
pub(crate) struct ScopeOfRegion {
    /// The region's name in addresses
    #[param(example = "minden-luebbecke")]
    region: String,
    /// A language tag, in any case; `_` for only what is the same in every language
    #[param(example = "de")]
    tag: String,
}

/// An object that a region has published.
#[derive(IntoParams)]
#[into_params(parameter_in = Path)]
#[expect(dead_code, reason = "only describes parameters")]
pub(crate) struct ObjectOfRegion {
    /// The region's name in addresses
    #[param(example = "minden-luebbecke")]
    region: String,
    /// 64 lower-case hex digits: the SHA-256 of the object's bytes
    #[param(example = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")]
    id: String,
}

/// A page of the region of the address.
#[derive(IntoParams)]
#[into_params(parameter_in = Path)]
#[expect(dead_code, reason = "only describes parameters")]
pub(crate) struct OfPage {
    /// The region's name in addresses
    #[param(example = "minden-luebbecke")]
    region: String,
    /// The id of the page
    #[param(example = "0198c6a0-7d1e-7c52-8f0a-3b9d5e2f4a61")]
    page: String,
}

/// A page in a language of the region of the address.
#[derive(IntoParams)]
#[into_params(parameter_in = Path)]
#[expect(dead_code, reason = "only describes parameters")]
pub(crate) struct PageInLanguage {
    /// The region's name in addresses
    #[param(example = "minden-luebbecke")]
    region: String,
    /// A language tag, in any case
    #[param(example = "de")]
    tag: String,
    /// The id of the page
    #[param(example = "0198c6a0-7d1e-7c52-8f0a-3b9d5e2f4a61")]
    page: String,
}

/// A request that may be sent again.
#[derive(IntoParams)]
#[into_params(parameter_in = Header)]
#[expect(dead_code, reason = "only describes parameters")]
pub(crate) struct Idempotent {
    /// Whatever names this request among all that you send, such as a UUID; for 24 hours, the same request under the same key
    /// is answered as before and changes nothing
    #[param(rename = "Idempotency-Key", example = "0198c6a0-7d1e-7c52-8f0a-3b9d5e2f4a61", max_length = 255)]
    key: Option<String>,
}

/// How reading can end otherwise.
pub(crate) struct ReadRefused;

impl IntoResponses for ReadRefused {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        let plain = [UNCHANGED, ("308", "The region knows this language by another tag.")];
        plain.map(described).into_iter().chain(problems(&[BAD, NOT_FOUND, UNAVAILABLE])).collect()
    }
}

/// How reading in the browser can end otherwise; errors are pages, too.
pub(crate) struct ViewRefused;

impl IntoResponses for ViewRefused {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        let plain = [UNCHANGED, ("308", "It has another address; `Location` is relative.")];
        let pages = [
            ("404", "There is no such region, language or page."),
            ("503", "Very busy; worth another try after `Retry-After` seconds."),
        ];
        let page = |(status, what): (&str, &str)| {
            let response = ResponseBuilder::new().description(what).content("text/html", Content::default());
            (status.to_owned(), response.build().into())
        };
        plain.map(described).into_iter().chain(pages.map(page)).collect()
    }
}

/// A root of the keys.
#[derive(IntoResponses)]
#[response(status = OK, headers(
    ("ETag" = String, description = "One for each coding"),
    ("Cache-Control" = String, description = "`max-age=31536000, immutable` by its number, `max-age=3600` as the newest"),
), description = "One line of JSON, one line of signatures.", content_type = "application/x-ndjson",
    example = json!("{\"head\":{\"keyids\":[\"…\"],\"threshold\":1},…,\"v\":1,\"version\":1}\n{\"signatures\":[…]}\n"))]
#[expect(dead_code, reason = "only describes an answer")]
pub(crate) struct RootFound(String);

/// A head with what most clients want next.
#[derive(IntoResponses)]
#[response(status = OK, headers(
    ("ETag" = String, description = "`\"h-<16 hex digits>\"` of the head, and the coding"),
    ("Cache-Control" = String, description = "`public, max-age=15, stale-while-revalidate=60, stale-if-error=86400`"),
), description = "Frames, each `name SP length LF bytes`: `head`, then `o/<id>` for each object. Deltas are left out where \
    they have more than 96 KiB together.", content_type = "application/octet-stream")]
#[expect(dead_code, reason = "only describes an answer")]
pub(crate) struct RecentFound(Vec<u8>);

/// How reading for delta sync can end otherwise.
pub(crate) struct SyncRefused;

impl IntoResponses for SyncRefused {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        let plain = [("206", "The range that was asked for, of the coding that was asked for."), UNCHANGED];
        let refusals = [
            ("400", "A parameter is unknown or cannot be read; `field` names it."),
            ("404", "`unknown-region`, `unknown-scope` or `unknown-object`."),
            ("416", "The range lies outside; `Content-Range` tells the length."),
            ("503", "`not-published`: it will be in `Retry-After` seconds; or very busy."),
        ];
        plain.map(described).into_iter().chain(problems(&refusals)).collect()
    }
}

/// How listening for signals can end otherwise.
pub(crate) struct SignalsRefused;

impl IntoResponses for SignalsRefused {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        let refusals = [
            ("400", "A parameter is missing, unknown or cannot be read; `field` names it."),
            ("404", "There is no such region."),
            ("503", "Too many listen; worth another try after `Retry-After` seconds."),
        ];
        problems(&refusals).collect()
    }
}

/// How an editor's reading can end otherwise.
pub(crate) struct EditRefused;

impl IntoResponses for EditRefused {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        problems(&[BAD, UNAUTHORIZED, FORBIDDEN, NOT_FOUND, UNAVAILABLE]).collect()
    }
}

/// How a change can end otherwise.
pub(crate) struct WriteRefused;

impl IntoResponses for WriteRefused {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        let refusals = [
            BAD,
            UNAUTHORIZED,
            FORBIDDEN,
            NOT_FOUND,
            (
                "409",
                "It does not fit the state: a slug that is taken, a cycle in the tree, a text that somebody else has to publish.",
            ),
            ("412", "Somebody changed it since; `current` is the version now."),
            ("413", "The body is too large."),
            ("415", "The body is not JSON."),
            ("422", "A value cannot be accepted, `field` names it; or `idempotency-key-reused` for another request."),
            ("428", "The precondition is missing."),
            UNAVAILABLE,
        ];
        problems(&refusals).collect()
    }
}

/// How signing in can end otherwise.
pub(crate) struct SignInRefused;

impl IntoResponses for SignInRefused {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        let refusals = [
            BAD,
            ("401", "`wrong-credentials`, or `code-needed`: the password is right, and a code has to come with it."),
            ("403", "This server is a mirror."),
            ("413", "The body is too large."),
            ("415", "The body is not JSON."),
            ("429", "`too-many-attempts` in a minute; worth another try after `Retry-After` seconds."),
            UNAVAILABLE,
        ];
        problems(&refusals).collect()
    }
}

/// How work on accounts can end otherwise.
pub(crate) struct AccountRefused;

impl IntoResponses for AccountRefused {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        let refusals = [
            BAD,
            ("404", "There is no such region, account, grant, token, organization or link."),
            ("409", "It does not fit the state: the last administrator, a name that is taken, something in use."),
            ("413", "The body is too large."),
            ("415", "The body is not JSON."),
            ("422", "A value cannot be accepted; `field` names it."),
            ("429", "`too-many-attempts` in a minute; worth another try after `Retry-After` seconds."),
            UNAVAILABLE,
        ];
        problems(&refusals).collect()
    }
}

/// How the use of an invitation's link can end otherwise.
pub(crate) struct LinkRefused;

impl IntoResponses for LinkRefused {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        let refusals = [
            BAD,
            ("403", "This server is a mirror."),
            (
                "404",
                "`unknown-link`: it never was, has expired or was revoked; or it is not for this page, message or suggestion.",
            ),
            ("409", "Somebody has decided about it already, or too many suggestions wait."),
            ("413", "The body is too large."),
            ("415", "The body is not JSON."),
            (
                "422",
                "A value cannot be accepted, `field` names it; or `nothing-applicable`: `report` tells what is wrong with a message.",
            ),
            ("429", "`too-many-requests` in a minute; worth another try after `Retry-After` seconds."),
            UNAVAILABLE,
        ];
        problems(&refusals).collect()
    }
}

/// How deciding about a suggestion can end otherwise.
pub(crate) struct DecisionRefused;

impl IntoResponses for DecisionRefused {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        let refusals = [
            BAD,
            ("404", "There is no such region or suggestion, or what it is about is gone."),
            ("409", "Somebody has decided about it already, or `four-eyes`: somebody else has to publish this text."),
            ("412", "Somebody changed the text since; `current` is its number now."),
            ("413", "The body, or what would be published, is too large."),
            ("415", "The body is not JSON."),
            (
                "422",
                "A value cannot be accepted, `field` names it; or `nothing-applicable`: the message has errors now, `report` tells.",
            ),
            ("428", "The precondition is missing."),
            UNAVAILABLE,
        ];
        problems(&refusals).collect()
    }
}

/// How an upload can end otherwise.
pub(crate) struct UploadRefused;

impl IntoResponses for UploadRefused {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        let refusals = [
            ("400", "A parameter cannot be read, or the file is no text (`unreadable-file`, with a `report`)."),
            UNAUTHORIZED,
            FORBIDDEN,
            NOT_FOUND,
            ("409", "`no-source`: there is no text in the source language yet."),
            ("412", "Somebody changed it since; `current` is the revision now."),
            ("413", "The file, or what would be published, is too large."),
            ("422", "`nothing-applicable`: nothing in the file can be accepted; `report` tells why."),
            ("428", "The precondition is missing."),
            TOO_MANY,
            UNAVAILABLE,
        ];
        problems(&refusals).collect()
    }
}

/// How an import of many files can end otherwise, as a whole.
pub(crate) struct ImportRefused;

impl IntoResponses for ImportRefused {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        let refusals = [
            (
                "400",
                "A parameter cannot be read; it is no zip, or no JSON; or `bad-entry`: an entry of the zip that is refused.",
            ),
            UNAUTHORIZED,
            FORBIDDEN,
            NOT_FOUND,
            ("413", "More bytes than are read (`too-large`), or a zip with too much in it (`archive-too-large`)."),
            TOO_MANY,
            UNAVAILABLE,
        ];
        problems(&refusals).collect()
    }
}

/// How the upload of a spreadsheet can end otherwise.
pub(crate) struct SheetRefused;

impl IntoResponses for SheetRefused {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        let refusals = [
            ("400", "A parameter cannot be read, or the file is no spreadsheet of this form (`unreadable-sheet`)."),
            UNAUTHORIZED,
            NOT_FOUND,
            ("409", "`no-source`: there is no text in the source language yet."),
            ("413", "The file, what it unpacks to, or what would be published is too large."),
            ("422", "`missing-columns`, which `field` names, or `other-language`: the file is of another language."),
            TOO_MANY,
            UNAVAILABLE,
        ];
        problems(&refusals).collect()
    }
}

const UNCHANGED: (&str, &str) = ("304", "The client has this answer already.");
const BAD: (&str, &str) = ("400", "A parameter or the body cannot be read; `field` names what is at fault.");
const UNAUTHORIZED: (&str, &str) = ("401", "The token or the session is missing, unknown or over.");
const FORBIDDEN: (&str, &str) = (
    "403",
    "Whoever asks may not do this (`forbidden`), a browser has not sent `X-CSRF-Token` (`csrf`), or the server only shows \
     another one's regions (`read-only`).",
);
const NOT_FOUND: (&str, &str) = ("404", "There is no such region, language or page.");
const TOO_MANY: (&str, &str) =
    ("429", "`too-many-uploads` with this token in a minute; worth another try after `Retry-After` seconds.");
const UNAVAILABLE: (&str, &str) = ("503", "Very busy; worth another try after `Retry-After` seconds.");

fn described((status, what): (&str, &str)) -> (String, RefOr<Response>) {
    (status.to_owned(), ResponseBuilder::new().description(what).build().into())
}

fn problems(refusals: &[(&str, &str)]) -> impl Iterator<Item = (String, RefOr<Response>)> {
    refusals.iter().map(|(status, what)| {
        let content = Content::new(Some(Ref::from_schema_name("Problem")));
        let response = ResponseBuilder::new().description(*what).content("application/problem+json", content);
        ((*status).to_owned(), response.build().into())
    })
}

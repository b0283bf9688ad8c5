//! What is stored about people: every field, what it is for, and when it goes.

use serde_json::{Value, json};

use crate::audit::{self, Filter};
use crate::db::Db;
use crate::error::Result;
use crate::times::utc;
use crate::users::{self, User};
use crate::{sessions, tokens};

/// A stored field that says something about a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Field {
    /// The table and the column, as `users.email`.
    pub column: &'static str,
    /// What it is for.
    pub purpose: &'static str,
    /// When it is deleted.
    pub kept: &'static str,
}

const ACCOUNT: &str = "until the account is erased";
const AUTHOR: &str = "as long as the text or record; after erasing it is only an id that names nobody";

macro_rules! fields {
    ($($column:literal: $purpose:expr, $kept:expr;)+) => {
        &[$(Field { column: $column, purpose: $purpose, kept: $kept }),+]
    };
}

/// All of them.
pub const FIELDS: &[Field] = fields! {
    "users.id": "ties texts and roles to an account", "stays when the account is erased; then it names nobody";
    "users.email": "signing in, and sending links", ACCOUNT;
    "users.name": "colleagues see who wrote something", ACCOUNT;
    "users.organization": "which pages somebody maintains", ACCOUNT;
    "users.password": "signing in; an Argon2id hash", ACCOUNT;
    "users.totp": "second factor; its secret", "until it is removed, or the account erased";
    "users.totp_step": "no code is taken twice; the time of the last one", "until the second factor is removed";
    "users.seen": "accounts that nobody uses are found", ACCOUNT;
    "grants.person": "what somebody may do", "until the role is taken back, or the account erased";
    "grants.author": "who gave a role", AUTHOR;
    "sessions.person": "a browser stays signed in", "7 days at most; at once when signing out or erased";
    "sessions.used": "a session ends when nobody uses it", "with the session";
    "recovery_codes.person": "signing in without the second factor; beside it a hash", "once used, or with the second factor";
    "personal_tokens.person": "programs act for somebody; beside it a hash", "until it is revoked, or the account erased";
    "personal_tokens.name": "telling tokens apart", "with the token";
    "personal_tokens.used": "tokens that nobody uses are found", "with the token";
    "tokens.name": "telling tokens of the server apart; may name somebody", "until it is revoked";
    "versions.author": "who wrote a text", AUTHOR;
    "items.placed_by": "who put a page where it stands", AUTHOR;
    "items.archived_by": "who archived a page", "until it is restored; after erasing only an id";
    "bundle_revisions.author": "who uploaded interface texts", AUTHOR;
    "bundle_acknowledgements.author": "who accepted a warning", AUTHOR;
    "schedules.author": "who planned a publication", AUTHOR;
    "autosaves.person": "nobody loses unsaved text", "when the text is saved or discarded";
    "idempotency_keys.actor": "the same request again gets the same answer", "after a day";
    "invitations.author": "who invited somebody", AUTHOR;
    "suggestions.contributor": "thanking whoever has suggested something; only if they gave a name", "when they or a manager erase it, or with the suggestion";
    "versions.reason": "why a text was changed; of an accepted suggestion, the contributor's name", "as long as the text; the name goes with `suggestions.contributor`";
    "suggestions.decided_by": "who accepted or declined a suggestion", AUTHOR;
    "audit.actor": "what happened can be found out", AUTHOR;
    "audit.address": "finding abuse; only the network, never the whole address", "after some days; the record stays without it";
};

/// Everything that is stored about `user`, except what was written for readers.
pub fn export(db: &mut Db, user: &User) -> Result<Value> {
    let grants = users::grants(db, &user.id)?.into_iter().map(|given| {
        let grant = given.grant;
        json!({"role": grant.role, "region": grant.region, "language": grant.language, "page": grant.item,
            "created": utc(given.created)})
    });
    let grants: Vec<Value> = grants.collect();
    let own = tokens::of_user(db, &user.id)?.into_iter().map(|token| {
        json!({"name": token.name, "prefix": token.prefix, "scopes": token.scopes(), "created": utc(token.created),
            "expires": token.expires.map(utc), "used": token.used.map(utc)})
    });
    let own: Vec<Value> = own.collect();
    let browsers = sessions::rows::of_user(db, &user.id)?.into_iter();
    let browsers: Vec<Value> = browsers.map(|(began, used)| json!({"began": utc(began), "used": utc(used)})).collect();
    let by_user = Filter { actor: Some(user.actor()), ..Filter::default() };
    let done = audit::list(db, &by_user, i64::MAX)?.into_iter().map(|record| {
        json!({"at": utc(record.at), "action": record.action, "subject": record.subject, "address": record.address})
    });
    Ok(json!({
        "id": user.id, "email": user.email, "name": user.name, "organization": user.organization,
        "disabled": user.disabled, "password": user.has_password(), "second_factor": user.has_second_factor(),
        "created": utc(user.created), "seen": user.seen.map(utc),
        "roles": grants, "tokens": own, "sessions": browsers, "done": done.collect::<Vec<_>>(),
    }))
}

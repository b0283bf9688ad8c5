//! Sessions: browsers that somebody has signed in with.

pub(crate) mod rows;

use crate::audit::{self, Behalf, Change};
use crate::db::{Db, World};
use crate::error::Result;
use crate::users::User;
use crate::{passwords, second_factors, secrets, users};

/// What every cookie begins with.
const PREFIX: &str = "session_";
/// How long a session lasts at most, in milliseconds.
pub const LONGEST: i64 = 7 * 24 * 3_600_000;
/// How long a session lasts that nobody uses, in milliseconds.
const IDLE: i64 = 12 * 3_600_000;

/// A browser that somebody has signed in with.
#[derive(Clone, Debug, PartialEq, Eq, diesel::Queryable)]
pub struct Session {
    pub(crate) hash: String,
    pub(crate) person: String,
    created: i64,
    pub(crate) used: i64,
    expires: i64,
}

/// What somebody signs in with.
#[derive(Clone)]
pub struct Credentials {
    /// The e-mail address.
    pub email: String,
    /// The password.
    pub password: String,
    /// The code of the second factor, or a recovery code; for whoever has set one up.
    pub code: Option<String>,
}

/// How signing in has ended, apart from a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The address, the password or the code is wrong, or the account is disabled: nobody learns which.
    Wrong,
    /// The password is right, and a code of the second factor is needed.
    CodeNeeded,
}

/// The user with this address and password.
///
/// It takes about 20 ms and 19 MiB, whether or not there is such a user: never call it under a lock.
pub fn recognise(db: &mut Db, email: &str, password: &str) -> Result<Option<User>> {
    let user = users::by_email(db, email)?.filter(|user| !user.disabled);
    let hash = user.as_ref().and_then(|user| user.password.as_deref());
    Ok(if passwords::verify(password, hash) { user } else { None })
}

/// Begins a session of `user`, whose password was right; tells the secret of its cookie.
pub fn begin(
    db: &mut Db,
    user: &User,
    code: Option<&str>,
    behalf: &Behalf,
    world: World,
) -> Result<Result<String, Refusal>> {
    let now = (world.now)();
    // Read again, now that nobody else can use the same code.
    let Some(user) = users::active(db, &user.id)?.filter(|fresh| fresh.password == user.password) else {
        return Ok(Err(Refusal::Wrong));
    };
    if let Some(secret) = &user.totp {
        let Some(code) = code else { return Ok(Err(Refusal::CodeNeeded)) };
        let step = second_factors::step_of(secret, code, now)?.filter(|step| *step > user.totp_step);
        let is_right = match step {
            Some(step) => users::rows::set_step(db, &user.id, step).map(|()| true)?,
            None => users::rows::use_recovery_code(db, &user.id, &second_factors::recovery_hash(code))?,
        };
        if !is_right {
            return Ok(Err(Refusal::Wrong));
        }
    }
    let secret = secrets::make(PREFIX, world);
    rows::delete_expired(db, now)?;
    let (hash, person) = (secrets::hash(&secret), user.id.clone());
    rows::insert(db, &Session { hash, person, created: now, used: now, expires: now + LONGEST })?;
    users::rows::note_seen(db, &user.id, now)?;
    audit::append(db, now, None, behalf, &[Change::of(user.actor())])?;
    Ok(Ok(secret))
}

/// The session with this secret, unless it has expired.
pub(crate) fn find(db: &mut Db, secret: &str, now: i64) -> Result<Option<Session>> {
    let found = rows::find(db, &secrets::hash(secret))?;
    Ok(found.filter(|session| now < session.expires && now < session.used + IDLE))
}

/// Ends the session with this secret; a session that is not there has ended already.
pub fn end(db: &mut Db, secret: &str) -> Result<()> {
    rows::delete(db, &secrets::hash(secret))
}

/// What a request of a browser has to send beside the cookie, so that no other site can make it.
pub fn csrf_token(secret: &str) -> String {
    secrets::hash(&format!("csrf {secret}"))
}

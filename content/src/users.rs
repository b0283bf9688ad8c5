//! Users: people with an account, and what they may do.

pub(crate) mod rows;

use crate::audit::{self, Behalf, Change};
use crate::db::{Db, World};
use crate::error::{Conflict, Error, Noun, Reason, Result};
use crate::roles::{Grant, Needs, Role};
use crate::{items, kinds::Kind, organizations, passwords, second_factors, secrets, sessions, tokens};

/// The most characters of an address or a name.
const MAX_NAME: usize = 254;

/// Somebody with an account.
#[derive(Clone, Debug, PartialEq, Eq, diesel::Queryable)]
pub struct User {
    /// A UUID, kept when everything else is erased.
    pub id: String,
    /// The e-mail address, in lower case; none when erased.
    pub email: Option<String>,
    /// What others see.
    pub name: String,
    /// Where they belong.
    pub organization: Option<i64>,
    pub(crate) password: Option<String>,
    pub(crate) totp: Option<String>,
    pub(crate) totp_step: i64,
    /// Whether they are kept out.
    pub disabled: bool,
    /// When the account was made, in milliseconds since 1970, UTC.
    pub created: i64,
    /// When they signed in last.
    pub seen: Option<i64>,
}

impl User {
    /// The author of what they write.
    pub fn actor(&self) -> String {
        format!("user/{}", self.id)
    }

    /// Whether a password was chosen yet.
    pub fn has_password(&self) -> bool {
        self.password.is_some()
    }

    /// Whether this is the password; as slow as signing in, so never call it under a lock.
    pub fn knows(&self, password: &str) -> bool {
        passwords::verify(password, self.password.as_deref())
    }

    /// What a link for choosing a password says: it fits until the password is another one.
    pub fn link(&self) -> String {
        format!("{}/{}", self.id, secrets::hash(self.password.as_deref().unwrap_or_default()))
    }

    /// Whether a code is asked for beside the password.
    pub fn has_second_factor(&self) -> bool {
        self.totp.is_some()
    }
}

/// A grant, who gave it, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given {
    /// Its number in this database.
    pub id: i64,
    /// What was given.
    pub grant: Grant,
    /// Who gave it.
    pub author: String,
    /// When, in milliseconds since 1970, UTC.
    pub created: i64,
}

/// An account to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewUser {
    /// The e-mail address.
    pub email: String,
    /// What others see.
    pub name: String,
    /// Where they belong.
    pub organization: Option<i64>,
}

/// Makes an account without a password.
pub fn create(db: &mut Db, new: &NewUser, behalf: &Behalf, world: World) -> Result<User> {
    organizations::must_exist(db, new.organization)?;
    let user = User {
        id: random_id(world),
        email: Some(address(&new.email)?),
        name: text("name", &new.name)?,
        organization: new.organization,
        password: None,
        totp: None,
        totp_step: 0,
        disabled: false,
        created: (world.now)(),
        seen: None,
    };
    if !rows::insert(db, &user)? {
        return Err(Error::Conflict(Conflict::Exists { name: new.email.clone() }));
    }
    audit::append(db, user.created, None, behalf, &[Change::of(user.actor())])?;
    Ok(user)
}

/// The user with this id.
pub fn find(db: &mut Db, id: &str) -> Result<User> {
    rows::find(db, id)?.ok_or_else(|| Error::not_found(Noun::User, id))
}

/// The user with this address, however it is spelled.
pub fn by_email(db: &mut Db, email: &str) -> Result<Option<User>> {
    rows::by_email(db, &email.trim().to_lowercase())
}

/// The user with this id, unless disabled or erased.
pub(crate) fn active(db: &mut Db, id: &str) -> Result<Option<User>> {
    Ok(rows::find(db, id)?.filter(|user| !user.disabled && user.email.is_some()))
}

/// The user whom a link is for, and whose password is still the one that [`User::link`] was made with.
pub fn by_link(db: &mut Db, link: &str) -> Result<User> {
    let id = link.split('/').next().unwrap_or_default();
    let fits = active(db, id)?.filter(|user| user.link() == link);
    fits.ok_or_else(|| Error::not_found(Noun::Link, ""))
}

/// The users with a grant in `region` or of an organization of it, or all of them, by name.
pub fn list(db: &mut Db, region: Option<i64>) -> Result<Vec<User>> {
    match region {
        Some(region) => rows::of_region(db, region),
        None => rows::all(db),
    }
}

/// Gives a user another name and organization.
pub fn change(
    db: &mut Db,
    id: &str,
    name: &str,
    organization: Option<i64>,
    behalf: &Behalf,
    world: World,
) -> Result<User> {
    let (user, name) = (find(db, id)?, text("name", name)?);
    organizations::must_exist(db, organization)?;
    rows::change(db, id, &name, organization)?;
    audit::append(db, (world.now)(), None, behalf, &[Change::of(user.actor())])?;
    Ok(User { name, organization, ..user })
}

/// What a user may do, and who said so.
pub fn grants(db: &mut Db, id: &str) -> Result<Vec<Given>> {
    rows::grants(db, id)
}

/// Gives a user a role; nothing changes when they have it already.
pub fn give(db: &mut Db, id: &str, grant: &Grant, behalf: &Behalf, world: World) -> Result<Given> {
    check(db, grant)?;
    find(db, id)?;
    if let Some(given) = rows::grants(db, id)?.into_iter().find(|given| given.grant == *grant) {
        return Ok(given);
    }
    let now = (world.now)();
    let number = rows::insert_grant(db, id, grant, &behalf.actor, now)?;
    audit::append(db, now, grant.region, behalf, &[Change::of(format!("user/{id}/grant/{number}"))])?;
    Ok(Given { id: number, grant: grant.clone(), author: behalf.actor.clone(), created: now })
}

/// The grant of a user with this number.
pub fn grant(db: &mut Db, id: &str, number: i64) -> Result<Given> {
    let given = rows::grants(db, id)?.into_iter().find(|given| given.id == number);
    given.ok_or_else(|| Error::not_found(Noun::Grant, number.to_string()))
}

/// Takes a grant back.
pub fn take_back(db: &mut Db, id: &str, given: &Given, behalf: &Behalf, world: World) -> Result<()> {
    if given.grant.role == Role::Administrator {
        leave_an_administrator(db, id)?;
    }
    rows::delete_grant(db, given.id)?;
    let change = Change::of(format!("user/{id}/grant/{}", given.id));
    audit::append(db, (world.now)(), given.grant.region, behalf, &[change])
}

/// A grant names what its role needs, and nothing else.
fn check(db: &mut Db, grant: &Grant) -> Result<()> {
    let Grant { role, region, language, item } = grant;
    let needs = role.needs();
    let fits = |is_named: bool, field, is_needed: bool| match (is_named, is_needed) {
        (false, true) => Err(Error::invalid(field, Reason::Missing)),
        (true, false) => Err(Error::invalid(field, Reason::NotForRole { role: role.as_str() })),
        _ => Ok(()),
    };
    if needs != Needs::Language {
        fits(region.is_some(), "region", needs != Needs::Nothing)?;
    }
    fits(language.is_some(), "language", needs == Needs::Language)?;
    fits(item.is_some(), "page", needs == Needs::Page)?;
    if let (Some(region), Some(item)) = (region, item) {
        items::find(db, *region, Kind::Page, item).map_err(|_| Error::invalid("page", Reason::UnknownPage))?;
    }
    Ok(())
}

/// The hash of a new password, to be stored with [`set_password`]; slow, so never call it under a lock.
pub fn hash_password(password: &str, world: World) -> Result<String> {
    passwords::hash(password, (world.random)())
}

/// Gives a user another password, by its hash; every session ends.
pub fn set_password(db: &mut Db, id: &str, hash: &str, behalf: &Behalf, world: World) -> Result<()> {
    find(db, id)?;
    rows::set_password(db, id, hash)?;
    sessions::rows::delete_of_user(db, id)?;
    audit::append(db, (world.now)(), None, behalf, &[Change::of(format!("user/{id}/password"))])
}

/// Keeps a user out, or lets them in again; sessions end at once.
pub fn set_disabled(db: &mut Db, id: &str, disabled: bool, behalf: &Behalf, world: World) -> Result<User> {
    let user = find(db, id)?;
    if disabled {
        leave_an_administrator(db, id)?;
    }
    rows::set_disabled(db, id, disabled)?;
    if disabled {
        sessions::rows::delete_of_user(db, id)?;
    }
    audit::append(db, (world.now)(), None, behalf, &[Change::of(user.actor())])?;
    Ok(User { disabled, ..user })
}

/// A second factor that is not yet in use: the secret in base32, and the address that an app reads.
pub fn propose_second_factor(user: &User, world: World) -> Result<(String, String)> {
    let secret = second_factors::secret(world);
    let address = second_factors::address(&secret, user.email.as_deref().unwrap_or_default())?;
    Ok((secret, address))
}

/// Takes a second factor into use, proved by a code; tells recovery codes, which are shown once.
pub fn set_second_factor(
    db: &mut Db,
    id: &str,
    secret: &str,
    code: &str,
    behalf: &Behalf,
    world: World,
) -> Result<Vec<String>> {
    let now = (world.now)();
    if find(db, id)?.has_second_factor() {
        return Err(Error::Conflict(Conflict::Exists { name: "second-factor".to_owned() }));
    }
    let wrong = || Error::invalid("code", Reason::WrongCode);
    let step = second_factors::step_of(secret, code, now).map_err(|_| Error::invalid("secret", Reason::Unreadable))?;
    rows::set_totp(db, id, Some(secret), step.ok_or_else(wrong)?)?;
    let codes = second_factors::recovery_codes(world);
    let hashes: Vec<String> = codes.iter().map(|code| second_factors::recovery_hash(code)).collect();
    rows::replace_recovery_codes(db, id, &hashes)?;
    audit::append(db, now, None, behalf, &[Change::of(format!("user/{id}/second-factor"))])?;
    Ok(codes)
}

/// Puts the second factor out of use.
pub fn remove_second_factor(db: &mut Db, id: &str, behalf: &Behalf, world: World) -> Result<()> {
    find(db, id)?;
    rows::set_totp(db, id, None, 0)?;
    rows::replace_recovery_codes(db, id, &[])?;
    audit::append(db, (world.now)(), None, behalf, &[Change::of(format!("user/{id}/second-factor"))])
}

/// Forgets everything about a user but the id, which the versions they wrote keep naming.
pub fn erase(db: &mut Db, id: &str, behalf: &Behalf, world: World) -> Result<()> {
    find(db, id)?;
    leave_an_administrator(db, id)?;
    rows::erase(db, id)?;
    rows::replace_recovery_codes(db, id, &[])?;
    rows::delete_grants(db, id)?;
    sessions::rows::delete_of_user(db, id)?;
    tokens::rows::delete_of_user(db, id)?;
    audit::append(db, (world.now)(), None, behalf, &[Change::of(format!("user/{id}"))])
}

/// Refuses what would leave nobody who can look after everything, were the user `id` not there.
fn leave_an_administrator(db: &mut Db, id: &str) -> Result<()> {
    rows::lock_role(db, Role::Administrator)?;
    let administrators = rows::with_role(db, Role::Administrator)?;
    let (own, others): (Vec<User>, Vec<User>) =
        administrators.into_iter().filter(|user| !user.disabled).partition(|user| user.id == id);
    if others.is_empty() && !own.is_empty() { Err(Error::Conflict(Conflict::LastAdministrator)) } else { Ok(()) }
}

fn random_id(world: World) -> String {
    uuid::Builder::from_random_bytes((world.random)()).into_uuid().to_string()
}

fn text(field: &'static str, value: &str) -> Result<String> {
    let value = value.trim();
    if value.is_empty() {
        return Err(Error::invalid(field, Reason::Empty));
    }
    if value.chars().count() > MAX_NAME {
        return Err(Error::invalid(field, Reason::TooLong { limit: MAX_NAME }));
    }
    if value.chars().any(char::is_control) {
        return Err(Error::invalid(field, Reason::ControlCharacter));
    }
    Ok(value.to_owned())
}

/// An address in lower case: something, an `@`, something, and no blank.
fn address(value: &str) -> Result<String> {
    let value = text("email", value)?.to_lowercase();
    let parts = value.split_once('@').filter(|(name, host)| !name.is_empty() && !host.is_empty());
    let fits = parts.is_some_and(|(_, host)| !host.contains('@')) && !value.contains(char::is_whitespace);
    if fits { Ok(value) } else { Err(Error::invalid("email", Reason::NotAnAddress)) }
}

//! People with accounts, made through the store.

use content::audit::Behalf;
use content::roles::{Grant, Role, Scope};
use content::sessions;
use content::tokens::{self, NewPersonal};
use content::users::{self, NewUser, User};

use super::{Client, Database, Server, wait};

/// The password of everybody who has one.
pub(crate) const PASSWORD: &str = "ein langes Passwort";

/// A role in a region.
pub(crate) fn role(role: Role, region: i64) -> Grant {
    Grant { role, region: Some(region), language: None, item: None }
}

impl Database {
    /// Somebody with these roles, and without a password.
    pub(crate) fn user(&self, name: &str, grants: &[Grant]) -> User {
        let (grants, behalf) = (grants.to_vec(), Behalf::program("test"));
        let new = NewUser { email: format!("{name}@example.org"), name: name.to_owned(), organization: None };
        let made = self.store.write(move |db, world| {
            let user = users::create(db, &new, &behalf, world)?;
            for grant in &grants {
                users::give(db, &user.id, grant, &behalf, world)?;
            }
            Ok(user)
        });
        wait(made).unwrap()
    }

    /// The same with [`PASSWORD`].
    pub(crate) fn user_with_password(&self, name: &str, grants: &[Grant]) -> User {
        let user = self.user(name, grants);
        let (id, behalf) = (user.id, Behalf::program("test"));
        let hash = users::hash_password(PASSWORD, self.store.world()).unwrap();
        let set = self.store.write(move |db, world| {
            users::set_password(db, &id, &hash, &behalf, world)?;
            users::find(db, &id)
        });
        wait(set).unwrap()
    }

    /// A new token of `user` for everything that they may do.
    pub(crate) fn personal_token(&self, user: &User) -> String {
        let (person, behalf) = (user.id.clone(), Behalf::program("test"));
        let new = NewPersonal { name: "test".to_owned(), scopes: Scope::ALL.to_vec(), expires: None };
        let made = self.store.write(move |db, world| tokens::create_personal(db, &person, &new, &behalf, world));
        wait(made).unwrap().1
    }

    /// The secret of a new session of `user`.
    pub(crate) fn session(&self, user: &User) -> String {
        let (user, behalf) = (user.clone(), Behalf::program("test"));
        let begun = self.store.write(move |db, world| sessions::begin(db, &user, None, &behalf, world));
        wait(begun).unwrap().unwrap()
    }
}

impl Server {
    /// The browser of `user`, who has signed in.
    pub(crate) fn browser(&self, user: &User) -> Client {
        self.anybody().with_session(self.session(user))
    }
}

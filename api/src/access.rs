//! Who may ask: what each route needs, and the extractors that look whether whoever asks has it.
//!
//! Every handler has a [`Guard`] as its first argument, and [`crate::routes`] takes no other: [`Open`] for what everybody
//! may read, [`May`] with a [`Policy`] for everything else. Nobody learns from a refusal whether there is such a thing: rights
//! are looked at before anything is looked up.

mod policies;
mod recognition;

use std::future::{Ready, ready};
use std::marker::PhantomData;
use std::net::IpAddr;
use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::web::Data;
use actix_web::{FromRequest, HttpRequest};
use content::actors::{self, Actor};
use content::audit::Behalf;
use content::roles::{Place, Right};
use content::write::RegionWrite;

pub(crate) use policies::{
    Govern, Manage, Publish, PublishSomewhere, See, SeeSomewhere, SignedIn, Translate, TranslateSomewhere, Write,
    WriteSomewhere,
};
pub(crate) use recognition::{COOKIE, cookie, session_cookie};

use crate::error::Failure;
use crate::proxies;
use crate::state::State;

/// What a route needs of whoever asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rule {
    /// Nothing.
    Everybody,
    /// An account, or a token.
    SignedIn,
    /// This right, at the place that the path names.
    Right(Right),
    /// This right somewhere in the region of the path, or for all regions; the handler looks where exactly.
    Somewhere(Right),
}

impl Rule {
    /// As the description of the API has it.
    pub(crate) fn text(self) -> &'static str {
        match self {
            Self::Everybody => "everybody",
            Self::SignedIn => "signed-in",
            Self::Right(right) | Self::Somewhere(right) => right.as_str(),
        }
    }
}

/// An extractor that refuses whoever may not ask.
pub(crate) trait Guard: FromRequest {
    /// What it asks for.
    const RULE: Rule;
}

/// What a route asks of whoever calls it.
pub(crate) trait Policy: 'static {
    /// What it asks for.
    const RULE: Rule;
}

/// Lets everybody in.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Open;

impl Guard for Open {
    const RULE: Rule = Rule::Everybody;
}

impl FromRequest for Open {
    type Error = Failure;
    type Future = Ready<Result<Self, Failure>>;

    fn from_request(_: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Ok(Self))
    }
}

/// Somebody who may do what the policy `P` says: `401` for strangers, `403` for others, and for all on a mirror.
pub(crate) struct May<P> {
    actor: Actor,
    place: Place,
    behalf: Behalf,
    policy: PhantomData<P>,
}

impl<P: Policy> Guard for May<P> {
    const RULE: Rule = P::RULE;
}

impl<P: Policy> FromRequest for May<P> {
    type Error = Failure;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Failure>>>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move {
            let state = request.app_data::<Data<State>>().ok_or(Failure::NotAuthorized)?;
            if state.is_mirror {
                return Err(Failure::ReadOnly);
            }
            let (actor, place) = recognition::recognise(state, &request).await?;
            let is_allowed = match P::RULE {
                Rule::Everybody | Rule::SignedIn => true,
                Rule::Right(right) => actor.may(right, &place),
                Rule::Somewhere(right) => actor.may_somewhere(right, place.region),
            };
            if !is_allowed {
                return Err(Failure::Forbidden);
            }
            let behalf = Behalf {
                actor: actor.name.clone(),
                action: request.match_name().unwrap_or_default().to_owned(),
                address: origin(&request),
            };
            Ok(Self { actor, place, behalf, policy: PhantomData })
        })
    }
}

impl<P> May<P> {
    /// Who is noted as the author of what this request changes.
    pub(crate) fn author(&self) -> &str {
        &self.actor.name
    }

    /// What the audit is told.
    pub(crate) fn behalf(&self) -> &Behalf {
        &self.behalf
    }

    /// Who asks, with everything they may do.
    pub(crate) fn actor(&self) -> &Actor {
        &self.actor
    }

    /// Refuses whoever has not also `right` at the place of the path.
    pub(crate) fn must(&self, right: Right) -> Result<(), Failure> {
        self.must_at(right, &self.place)
    }

    /// Refuses whoever has not also `right` at `place`.
    pub(crate) fn must_at(&self, right: Right, place: &Place) -> Result<(), Failure> {
        if self.actor.may(right, place) { Ok(()) } else { Err(Failure::Forbidden) }
    }

    /// The id of the user who asks; a token of the server has none.
    pub(crate) fn person(&self) -> Result<&str, Failure> {
        self.actor.person.as_deref().ok_or(Failure::NoAccount)
    }

    /// The id of the user who has signed in: a token that has leaked must not take the account over.
    pub(crate) fn signed_in(&self) -> Result<&str, Failure> {
        let person = self.person()?;
        if self.actor.scopes.is_some() { Err(Failure::SessionNeeded) } else { Ok(person) }
    }
}

impl State {
    /// Runs `f` under the lock of `region` as [`content::Store::write_region`] does, noted in the audit as done by `editor`; `f` is told the
    /// author.
    pub(crate) async fn write_region<P, T, F>(&self, editor: &May<P>, region: i64, f: F) -> content::Result<T>
    where
        T: Send + 'static,
        F: FnOnce(&mut RegionWrite<'_>, &str) -> content::Result<T> + Send + 'static,
    {
        let behalf = editor.behalf.clone();
        let write = self.store.write_region(region, move |tx| {
            tx.on_behalf_of(behalf.clone());
            f(tx, &behalf.actor)
        });
        write.await
    }
}

/// Where a request comes from: behind a trusted proxy, what that says.
pub(crate) fn address(state: &State, request: &HttpRequest) -> IpAddr {
    let peer = request.peer_addr().map(|peer| peer.ip());
    proxies::client(peer, request.headers(), &state.trusted_proxies)
}

/// The network that a request comes from.
pub(crate) fn origin(request: &HttpRequest) -> Option<String> {
    let state = request.app_data::<Data<State>>()?;
    Some(recognition::network(address(state, request)))
}

/// Notes in the background that a token or a session was used.
fn note_use(state: &Data<State>, actor: &mut Actor) {
    if let Some(used) = actor.unnoted.take() {
        let store = state.store.clone();
        actix_web::rt::spawn(async move {
            let noted = store.write(move |db, world| actors::note_use(db, &used, (world.now)())).await;
            if let Err(error) = noted {
                tracing::warn!(%error, "the use of a token or session could not be noted");
            }
        });
    }
}

//! Two administrators at once: one of them stays, whatever they do to each other.

use std::sync::Barrier;
use std::thread;

use content::roles::{Grant, Role};
use serde_json::json;

use crate::support::{Client, Server};

const ADMINISTRATOR: Grant = Grant { role: Role::Administrator, region: None, language: None, item: None };
/// How often each is tried: the moment in which both are looked at is short.
const ROUNDS: usize = 8;

/// How an administrator puts out the one at `address`, whose grant has the number `grant`.
#[derive(Clone, Copy, Debug)]
enum Way {
    TakeRole,
    Disable,
    Erase,
}

impl Way {
    fn put_out(self, client: &Client, address: &str, grant: &str) -> u16 {
        let request = match self {
            Self::TakeRole => client.delete(&format!("{address}/grants/{grant}")),
            Self::Disable => client.put(address).json(&json!({"name": "x", "disabled": true})),
            Self::Erase => client.delete(address),
        };
        request.send().status
    }
}

/// An administrator who has signed in.
struct Administrator {
    client: Client,
    address: String,
    grant: String,
}

fn administrator(server: &Server, name: &str) -> Administrator {
    let user = server.user(name, &[ADMINISTRATOR]);
    let address = format!("/api/v1/users/{}", user.id);
    let grant = server.admin().get(&address).send().json()["roles"][0]["id"].to_string();
    Administrator { client: server.browser(&user), address, grant }
}

#[test]
fn two_administrators_never_put_each_other_out() {
    let server = Server::start();
    let ways = [Way::TakeRole, Way::Disable, Way::Erase];
    let pairs = ways.into_iter().flat_map(|one| ways.map(|other| (one, other)));
    let mut before: Option<Administrator> = None;
    for (round, (one, other)) in pairs.flat_map(|pair| [pair; ROUNDS]).enumerate() {
        let both = ["first", "second"].map(|name| administrator(&server, &format!("{name}-{round}")));
        if let Some(last) = before.take() {
            assert_eq!(server.admin().delete(&last.address).send().status, 204);
        }
        let at_once = Barrier::new(2);

        let [first, second] = thread::scope(|scope| {
            let tries = [(one, &both[0], &both[1]), (other, &both[1], &both[0])].map(|(way, who, whom)| {
                let at_once = &at_once;
                scope.spawn(move || {
                    at_once.wait();
                    way.put_out(&who.client, &whom.address, &whom.grant)
                })
            });
            tries.map(|one| one.join().unwrap())
        });

        // Whoever is slower is told so, or is nobody any more who could ask.
        let (is_first, slower) = if first < 300 { (true, second) } else { (false, first) };
        assert!([401, 403, 404, 409].contains(&slower), "{one:?} against {other:?}: {first}, {second}");
        assert!(first < 300 || second < 300, "{one:?} against {other:?}: {first}, {second}");
        let govern = both.each_ref().map(|who| who.client.get("/api/v1/users").send().status == 200);
        assert_eq!(govern, [is_first, !is_first], "{one:?} against {other:?}: {first}, {second}");
        let [first, second] = both;
        before = Some(if is_first { first } else { second });
    }
}

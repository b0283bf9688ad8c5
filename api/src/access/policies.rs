//! The policies that routes are guarded by.

use content::roles::Right;

use super::{Policy, Rule};

macro_rules! policies {
    ($($(#[$doc:meta])* $name:ident = $rule:expr;)+) => {
        $(
            $(#[$doc])*
            #[derive(Clone, Copy, Debug)]
            pub(crate) struct $name;

            impl Policy for $name {
                const RULE: Rule = $rule;
            }
        )+
    };
}

policies! {
    /// Whoever has an account, or a token.
    SignedIn = Rule::SignedIn;
    /// Whoever may see what is being written there.
    See = Rule::Right(Right::See);
    /// Whoever may see what is being written somewhere in the region.
    SeeSomewhere = Rule::Somewhere(Right::See);
    /// Whoever may save texts there.
    Write = Rule::Right(Right::Write);
    /// Whoever may save texts somewhere in the region.
    WriteSomewhere = Rule::Somewhere(Right::Write);
    /// Whoever may make texts public there, and place pages.
    Publish = Rule::Right(Right::Publish);
    /// Whoever may make texts public somewhere in the region.
    PublishSomewhere = Rule::Somewhere(Right::Publish);
    /// Whoever may change interface texts there.
    Translate = Rule::Right(Right::Translate);
    /// Whoever may change interface texts of some language there.
    TranslateSomewhere = Rule::Somewhere(Right::Translate);
    /// Whoever looks after the people and the settings of the region.
    Manage = Rule::Right(Right::Manage);
    /// Whoever looks after what concerns every region.
    Govern = Rule::Right(Right::Govern);
}

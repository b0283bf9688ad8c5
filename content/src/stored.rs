//! Values that the database holds as text: enumerations and JSON.

use std::ops::Deref;

use serde::de::DeserializeOwned;

/// A stored text that this version of the program cannot read.
#[derive(Debug, thiserror::Error)]
#[error("`{0}` is not understood by this version")]
pub struct Unreadable(pub(crate) String);

/// A value that is stored as JSON text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Json<T>(pub T);

impl<T> Deref for Json<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T: DeserializeOwned> TryFrom<String> for Json<T> {
    type Error = Unreadable;

    fn try_from(text: String) -> Result<Self, Unreadable> {
        serde_json::from_str(&text).map(Json).map_err(|_| Unreadable(text))
    }
}

/// An enumeration with the text that the database, the API and the log use for each case.
macro_rules! text_enum {
    ($(#[$outer:meta])* pub enum $name:ident { $($(#[$inner:meta])* $case:ident = $text:literal,)+ }) => {
        $(#[$outer])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        pub enum $name {
            $($(#[$inner])* #[serde(rename = $text)] $case,)+
        }

        impl $name {
            /// Every case, in order.
            pub const ALL: &'static [Self] = &[$(Self::$case),+];

            /// The text that stands for it.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$case => $text),+ }
            }
        }

        impl TryFrom<String> for $name {
            type Error = $crate::stored::Unreadable;

            fn try_from(text: String) -> Result<Self, Self::Error> {
                Self::ALL.iter().copied().find(|case| case.as_str() == text).ok_or($crate::stored::Unreadable(text))
            }
        }
    };
}
pub(crate) use text_enum;

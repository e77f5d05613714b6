//! Calls of libraries over a theme's own files.
//!
//! Who cuts down fonts trusts them: a table that lies can make a library
//! panic. Here that becomes a fault of the file, without a word on standard
//! error; which calls need it is for their callers to say. It is not for code of our own.

use std::cell::Cell;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Once;

thread_local! {
    static GUARDED: Cell<bool> = const { Cell::new(false) };
}

static HOOK: Once = Once::new();

/// What a call gives; none if it panicked on this thread.
pub fn guarded<T>(call: impl FnOnce() -> T) -> Option<T> {
    HOOK.call_once(|| {
        let told = panic::take_hook();
        panic::set_hook(Box::new(move |panic| {
            if !GUARDED.get() {
                told(panic);
            }
        }));
    });
    let before = GUARDED.replace(true);
    // What the call was at work on is dropped with it.
    let given = panic::catch_unwind(AssertUnwindSafe(call)).ok();
    GUARDED.set(before);
    given
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_gives_none_and_the_next_call_is_as_before() {
        assert_eq!(guarded(|| [1, 2].iter().sum::<i32>()), Some(3));
        let inner = || guarded(|| panic!("inside")).map_or(1, |()| 2);
        assert_eq!(guarded(inner), Some(1));
        assert_eq!(guarded(|| panic!("again")).map(|()| 1), None);
        assert!(!GUARDED.get());
    }
}

//! What lies on the demonstration's desks at its first start? Applications to try, and certificates on their way.

use std::sync::Arc;

use tamga_office::{Office, Secret};

use crate::complete::ready_draft;
use crate::{DemoError, PIN};

/// How many certificates are issued beforehand; the workers carry them to the border post.
const ISSUED: usize = 3;

/// Issues some certificates from the project's examples and leaves others as drafts.
pub(crate) fn bring(chamber: &Arc<Office>) -> Result<(), DemoError> {
    let mut drafts = Vec::new();
    for _ in 0..ISSUED {
        drafts.push(ready_draft(chamber)?);
    }
    let key = chamber.keys()?.into_iter().next();
    let key = key.ok_or(DemoError::Step { step: "examples", found: "no key".to_owned() })?;
    let issued = chamber.issue_many(&drafts, &key.id, &Secret::new(PIN.to_owned()), &mut |_, _| {})?;
    for one in issued {
        one?;
    }
    chamber.import_examples()?;
    Ok(())
}

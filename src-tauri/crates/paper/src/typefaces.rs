//! Which typefaces are there to print with?
//!
//! Those that ship with the program are part of it, so that a page never depends on what a machine has installed.
//! Only the typeface for Chinese, Japanese and Korean, too large to ship, is opened from where the caller says.

use std::borrow::Cow;
use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;

use krilla::text::Font;
use parley::fontique::{Blob, Collection, CollectionOptions, FamilyId, SourceCache};
use parley::{FontContext, FontData, FontFamily, FontFamilyName};

use crate::PaperError;

const SHIPPED: [(&str, &[u8]); 4] = [
    ("NotoSans-Regular", include_bytes!("../../../../assets/fonts/NotoSans-Regular.ttf")),
    ("NotoSans-Bold", include_bytes!("../../../../assets/fonts/NotoSans-Bold.ttf")),
    ("NotoSansArabic-Regular", include_bytes!("../../../../assets/fonts/NotoSansArabic-Regular.ttf")),
    ("NotoSansArabic-Bold", include_bytes!("../../../../assets/fonts/NotoSansArabic-Bold.ttf")),
];

/// The typefaces of this program run; loaded once, cheap to clone and to share between threads.
#[derive(Clone)]
pub struct Typefaces {
    context: FontContext,
    fonts: HashMap<(u64, u32), Font>,
    families: Vec<String>,
}

impl std::fmt::Debug for Typefaces {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Typefaces").field("families", &self.families).finish_non_exhaustive()
    }
}

impl Typefaces {
    /// The typefaces that ship with the program, and the first of the given files that can be read (for Chinese,
    /// Japanese and Korean, which are too large to ship).
    pub fn load(more: &[PathBuf]) -> Result<Self, PaperError> {
        let collection = Collection::new(CollectionOptions { shared: false, system_fonts: false });
        let context = FontContext { collection, source_cache: SourceCache::default() };
        let mut faces = Self { context, fonts: HashMap::new(), families: Vec::new() };
        for (name, bytes) in SHIPPED {
            if faces.add(Arc::new(bytes)).is_empty() {
                return Err(PaperError::Typeface { name });
            }
        }
        let opened = more.iter().find_map(|path| {
            let families = faces.add(Arc::new(std::fs::read(path).ok()?));
            (!families.is_empty()).then_some(families)
        });
        if let Some(opened) = opened {
            // A collection file lists one family per region; the simplified Chinese one has the widest use here.
            faces.families.sort_by_key(|name| opened.contains(name) && !name.contains(" SC"));
        }
        Ok(faces)
    }

    /// The usual places of a typeface for Chinese, Japanese and Korean on desktop systems.
    pub fn usual_paths() -> Vec<PathBuf> {
        [
            "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
            "/usr/share/fonts/noto-cjk/NotoSansCJK-Regular.ttc",
            "/usr/share/fonts/google-noto-cjk/NotoSansCJK-Regular.ttc",
            "/usr/share/fonts/google-noto-sans-cjk-fonts/NotoSansCJK-Regular.ttc",
            "/usr/share/fonts/truetype/droid/DroidSansFallbackFull.ttf",
            "C:\\Windows\\Fonts\\NotoSansSC-VF.ttf",
            "C:\\Windows\\Fonts\\msyh.ttc",
            "/System/Library/Fonts/Hiragino Sans GB.ttc",
        ]
        .iter()
        .map(PathBuf::from)
        .collect()
    }

    /// Registers every face of one font file and answers the names of its families.
    fn add(&mut self, bytes: Arc<dyn AsRef<[u8]> + Send + Sync>) -> Vec<String> {
        let blob = Blob::new(Arc::clone(&bytes));
        let mut names = Vec::new();
        for (family, faces) in self.context.collection.register_fonts(blob.clone(), None) {
            for face in faces {
                if let Some(font) = Font::new(Arc::clone(&bytes).into(), face.index()) {
                    self.fonts.insert((blob.id(), face.index()), font);
                }
            }
            if let Some(name) = self.family_name(family) {
                names.push(name);
            }
        }
        for name in &names {
            if !self.families.contains(name) && !name.contains("Mono") {
                self.families.push(name.clone());
            }
        }
        names
    }

    fn family_name(&mut self, family: FamilyId) -> Option<String> {
        self.context.collection.family_name(family).map(str::to_owned)
    }

    /// A context of its own for one page, so that pages can be made side by side.
    pub(crate) fn context(&self) -> FontContext {
        self.context.clone()
    }

    /// All families, in the order in which they are asked for a letter.
    pub(crate) fn stack(&self) -> FontFamily<'static> {
        let names = self.families.iter().map(|name| FontFamilyName::Named(Cow::Owned(name.clone()))).collect();
        FontFamily::List(Cow::Owned(names))
    }

    /// The embeddable form of a face.
    pub(crate) fn font(&self, data: &FontData) -> Option<&Font> {
        self.fonts.get(&(data.data.id(), data.index))
    }
}

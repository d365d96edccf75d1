//! What a run tells while it goes on, with the most memory that it has held until then. Knows no phase.

use crate::measure::peak_mib;
use std::io::Write;
use std::sync::{Arc, Mutex};
use tracing_subscriber::filter::LevelFilter;

/// What was told, and the peak in MiB at that time.
pub type Heard = Arc<Mutex<Vec<(String, f64)>>>;

/// Listens from here on, for as long as the process lasts.
pub fn listen() -> Heard {
    let heard = Heard::default();
    let ear = Arc::clone(&heard);
    tracing_subscriber::fmt()
        .with_max_level(LevelFilter::INFO)
        .without_time()
        .with_level(false)
        .with_target(false)
        .with_ansi(false)
        .with_writer(move || Ear(Arc::clone(&ear)))
        .init();
    heard
}

struct Ear(Heard);

impl Write for Ear {
    /// Whoever tells, tells a whole line at once.
    fn write(&mut self, line: &[u8]) -> std::io::Result<usize> {
        let told = String::from_utf8_lossy(line).trim().to_string();
        if let Ok(mut heard) = self.0.lock() {
            heard.push((told, peak_mib()));
        }
        Ok(line.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

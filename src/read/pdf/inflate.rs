//! Compressed streams that would fill the memory. The PDF library inflates a stream whole; here every stream is
//! measured before, a buffer at a time. Knows the marks around streams and nothing of objects.
//!
//! Not measured: the streams of an encrypted file, and those packed by older methods (LZW, run lengths).

use crate::model::{Refusal, RefusalReason};
use flate2::read::{DeflateDecoder, ZlibDecoder};
use std::io::Read;

/// Most bytes that one stream and that all streams may inflate to: a page of text has some ten thousand, a scanned
/// page a hundred million.
const MAX_STREAM: u64 = 256 << 20;
const MAX_ALL: u64 = 1 << 30;
/// Compressed streams within compressed streams: more are no honest file.
const MAX_LAYERS: usize = 3;

/// Refuses a file whose streams inflate to more than a report can hold.
pub(super) fn check(bytes: &[u8]) -> Result<(), Refusal> {
    check_within(bytes, MAX_STREAM, MAX_ALL)
}

fn check_within(bytes: &[u8], max_stream: u64, max_all: u64) -> Result<(), Refusal> {
    let mut all = 0;
    for at in memchr::memmem::find_iter(bytes, b"stream") {
        let rest = &bytes[at + b"stream".len()..];
        let data = rest.strip_prefix(b"\r\n").or_else(|| rest.strip_prefix(b"\n")).or_else(|| rest.strip_prefix(b"\r"));
        let size = data.map_or(0, |data| inflated(data, max_stream));
        all += size;
        if size >= max_stream || all > max_all {
            let detail = "PDF: the compressed parts hold more than a report";
            return Err(Refusal::new(RefusalReason::TooLarge, detail));
        }
    }
    Ok(())
}

/// How many bytes a stream inflates to, its outermost layer or any inner one, counted to `limit`.
fn inflated(data: &[u8], limit: u64) -> u64 {
    let mut most = 0;
    for count in 1..=MAX_LAYERS + 1 {
        let mut start = Vec::new();
        let mut stream = layers(data, count).take(limit);
        // A broken end of a stream is the library's matter.
        let head = stream.by_ref().take(2).read_to_end(&mut start).unwrap_or(start.len());
        let body = std::io::copy(&mut stream, &mut std::io::sink());
        most = most.max(head as u64 + body.unwrap_or(limit - stream.limit()));
        if !is_zlib(&start) || most >= limit {
            return most;
        }
    }
    limit
}

/// The bytes under `count` layers of compression.
fn layers(data: &[u8], count: usize) -> Box<dyn Read + '_> {
    let first: Box<dyn Read> = match is_zlib(data) {
        true => Box::new(ZlibDecoder::new(data)),
        false => Box::new(DeflateDecoder::new(data)),
    };
    (1..count).fold(first, |inner, _| Box::new(ZlibDecoder::new(inner)))
}

/// Whether bytes begin as a compressed stream does.
fn is_zlib(bytes: &[u8]) -> bool {
    matches!(bytes, [first, second, ..] if first & 0x0F == 8 && u16::from_be_bytes([*first, *second]).is_multiple_of(31))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    fn packed(bytes: &[u8]) -> Vec<u8> {
        let mut packer = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
        packer.write_all(bytes).unwrap();
        packer.finish().unwrap()
    }

    fn file(stream: &[u8]) -> Vec<u8> {
        [b"%PDF-1.4\n1 0 obj\n<<>>\nstream\n", stream, b"\nendstream\nendobj\n"].concat()
    }

    #[test]
    fn streams_are_measured_through_their_layers() {
        let zeros = vec![0; 1 << 20];
        let (once, small) = (packed(&zeros), packed(&zeros[..1000]));
        assert!(check_within(&file(&small), 100_000, 100_000).is_ok());
        assert!(check_within(&file(&once), 100_000, 1 << 30).is_err());
        assert!(check_within(&file(&packed(&once)), 100_000, 1 << 30).is_err());
        assert!(check_within(&file(b"not compressed"), 100, 100).is_ok());
        let many = [file(&small), file(&small)].concat();
        assert!(check_within(&many, 100_000, 1500).is_err());
        let deep = (0..5).fold(small, |inner, _| packed(&inner));
        assert!(check_within(&file(&deep), 100_000, 100_000).is_err());
    }
}

//! Spreadsheets as CSV: written with commas, read with whatever a program puts between the cells.

use super::tables::{self, Cell, Grid, Returned, Sheet};
use super::{MAX_CELLS, Refusal};

/// The mark by which programs know UTF-8.
const MARK: &str = "\u{feff}";

/// The bytes of a spreadsheet.
pub fn write(sheet: &Sheet) -> Vec<u8> {
    let columns = sheet.columns();
    let mut writer =
        ::csv::WriterBuilder::new().terminator(::csv::Terminator::CRLF).from_writer(MARK.as_bytes().to_vec());
    let titles = columns.iter().map(|column| sheet.title(*column));
    let rows = sheet.bundles.iter().flat_map(|(bundle, rows)| rows.iter().map(move |row| (bundle, row)));
    let cells = rows.map(|(bundle, row)| {
        columns.iter().map(|column| tables::protected(&sheet.cell(bundle, row, *column))).collect::<Vec<_>>()
    });
    for record in std::iter::once(titles.collect()).chain(cells) {
        writer.write_record(&record).expect("memory takes every record of equal length");
    }
    writer.into_inner().expect("memory is never full")
}

/// The rows of a file.
pub fn read(bytes: &[u8]) -> Result<Vec<Returned>, Refusal> {
    let text = std::str::from_utf8(bytes).map_err(|_| Refusal::NotUtf8)?;
    let text = text.strip_prefix(MARK).unwrap_or(text);
    if text.trim().is_empty() {
        return Err(Refusal::Empty);
    }
    if text.contains('\0') {
        return Err(Refusal::NotASpreadsheet);
    }
    let mut reader = ::csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter(text))
        .from_reader(text.as_bytes());
    let (mut grid, mut count) = (Grid::new(), 0);
    for (at, record) in reader.records().enumerate() {
        let record = record.map_err(|_| Refusal::NotASpreadsheet)?;
        count += record.len();
        if count > MAX_CELLS {
            return Err(Refusal::TooLarge);
        }
        grid.push((at + 1, record.iter().map(|text| Cell::Text(text.to_owned())).collect()));
    }
    tables::rows(vec![(String::new(), grid)])
}

/// The most frequent of the signs that may stand between the titles.
fn delimiter(text: &str) -> u8 {
    let line = text.lines().next().unwrap_or_default();
    let count = |sign: u8| line.bytes().filter(|byte| *byte == sign).count();
    [b',', b';', b'\t'].into_iter().rev().max_by_key(|sign| count(*sign)).unwrap_or(b',')
}

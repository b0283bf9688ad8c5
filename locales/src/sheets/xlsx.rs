//! Spreadsheets as Office Open XML: written so that only the translation can be changed, read under limits.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use calamine::{DataRef, Reader, SheetType, Xlsx};
use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, ProtectionOptions, Workbook, Worksheet, XlsxError,
};

use super::tables::{self, Cell, Column, Grid, Returned, Sheet};
use super::{MAX_CELLS, MAX_UNPACKED, Refusal};
use crate::tags::{Direction, direction};

/// The most files in the archive.
const MAX_FILES: usize = 1000;
/// The most characters of a worksheet's name.
const MAX_NAME: usize = 31;
/// The most columns that are looked at; further ones are somebody's own.
const MAX_COLUMNS: u32 = 100;
/// The row behind which nothing is read.
const MAX_ROWS: u32 = 100_000;

/// The bytes of a spreadsheet.
///
/// Fails when a text is longer than the 32,767 characters that a cell holds.
pub fn write(sheet: &Sheet) -> Result<Vec<u8>, Refusal> {
    workbook(sheet).and_then(|mut workbook| workbook.save_to_buffer()).map_err(|_| Refusal::TooLarge)
}

fn workbook(sheet: &Sheet) -> Result<Workbook, XlsxError> {
    let mut workbook = Workbook::new();
    // The same texts make the same file.
    let created = ExcelDateTime::from_ymd(2000, 1, 1)?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&created));
    let mut names = Vec::new();
    for (bundle, rows) in &sheet.bundles {
        let name = name(bundle, &names);
        let worksheet = workbook.add_worksheet();
        worksheet.set_name(&name)?;
        names.push(name);
        fill(worksheet, sheet, bundle, rows)?;
    }
    if sheet.bundles.is_empty() {
        fill(workbook.add_worksheet(), sheet, "", &[])?;
    }
    Ok(workbook)
}

/// A name that no other worksheet has, and that every program takes.
fn name(bundle: &str, names: &[String]) -> String {
    let own: String = bundle.chars().take(MAX_NAME).collect();
    // Programs keep this name for themselves.
    if own != "history" && !names.contains(&own) {
        return own;
    }
    let numbered = |number: usize| {
        let end = format!("~{number}");
        bundle.chars().take(MAX_NAME - end.len()).collect::<String>() + &end
    };
    (2..=names.len() + 2).map(numbered).find(|name| !names.contains(name)).expect("there are more numbers than names")
}

fn fill(worksheet: &mut Worksheet, sheet: &Sheet, bundle: &str, rows: &[tables::Row]) -> Result<(), XlsxError> {
    let text = Format::new().set_num_format("@").set_text_wrap().set_align(FormatAlign::Top);
    let open = text.clone().set_unlocked().set_background_color(Color::RGB(0x00FF_FBE6));
    let head = text.clone().set_bold().set_background_color(Color::RGB(0x00E6_E9EF));
    worksheet.set_right_to_left(direction(&sheet.language) == Direction::RightToLeft);
    worksheet.set_freeze_panes(1, 2)?;
    worksheet.protect_with_options(&ProtectionOptions {
        format_columns: true,
        format_rows: true,
        ..ProtectionOptions::new()
    });
    for (at, column) in (0_u16..).zip(sheet.columns()) {
        worksheet.set_column_width(at, column.width())?;
        if column.is_hidden() {
            worksheet.set_column_hidden(at)?;
        }
        worksheet.write_string_with_format(0, at, sheet.title(column), &head)?;
        let format = if column == Column::Translation { &open } else { &text };
        for (number, row) in (1_u32..).zip(rows) {
            let cell = tables::unambiguous(&sheet.cell(bundle, row, column));
            if !cell.is_empty() {
                worksheet.write_string_with_format(number, at, cell, format)?;
            } else if column == Column::Translation {
                worksheet.write_blank(number, at, format)?;
            }
        }
    }
    Ok(())
}

/// The rows of a file.
pub fn read(bytes: &[u8]) -> Result<Vec<Returned>, Refusal> {
    if bytes.is_empty() {
        return Err(Refusal::Empty);
    }
    measure(bytes)?;
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|_| Refusal::NotASpreadsheet)?;
    let sheets = workbook.sheets_metadata().iter().filter(|sheet| sheet.typ == SheetType::WorkSheet);
    let names: Vec<String> = sheets.map(|sheet| sheet.name.clone()).collect();
    let (mut grids, mut left) = (Vec::new(), Left { cells: MAX_CELLS, bytes: MAX_UNPACKED });
    for name in names {
        let grid = grid(&mut workbook, &name, &mut left)?;
        grids.push((name, grid));
    }
    tables::rows(grids)
}

/// Unpacks the archive once without keeping anything, since it may say less of its sizes than is true.
fn measure(bytes: &[u8]) -> Result<(), Refusal> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| Refusal::NotASpreadsheet)?;
    if archive.len() > MAX_FILES {
        return Err(Refusal::TooLarge);
    }
    let mut left = MAX_UNPACKED;
    for at in 0..archive.len() {
        let file = archive.by_index(at).map_err(|_| Refusal::NotASpreadsheet)?;
        let unpacked = std::io::copy(&mut file.take(left + 1), &mut std::io::sink());
        let unpacked = unpacked.map_err(|_| Refusal::NotASpreadsheet)?;
        left = left.checked_sub(unpacked).ok_or(Refusal::TooLarge)?;
    }
    Ok(())
}

/// How much more is read. A text that many cells share counts for each of them.
struct Left {
    cells: usize,
    bytes: u64,
}

impl Left {
    fn take(&mut self, cell: &Cell) -> Result<(), Refusal> {
        self.cells = self.cells.checked_sub(1).ok_or(Refusal::TooLarge)?;
        self.bytes = self.bytes.checked_sub(cell.text().len() as u64).ok_or(Refusal::TooLarge)?;
        Ok(())
    }
}

fn grid(workbook: &mut Xlsx<Cursor<&[u8]>>, name: &str, left: &mut Left) -> Result<Grid, Refusal> {
    let Ok(mut cells) = workbook.worksheet_cells_reader(name) else { return Err(Refusal::NotASpreadsheet) };
    let mut rows: BTreeMap<u32, Vec<Cell>> = BTreeMap::new();
    while let Some(found) = cells.next_cell_with_formula_metadata().map_err(|_| Refusal::NotASpreadsheet)? {
        let (row, column) = found.pos;
        let cell = if found.formula.is_some() { Cell::Formula } else { cell(&found.value) };
        if cell == Cell::Empty || column >= MAX_COLUMNS || row >= MAX_ROWS {
            continue;
        }
        left.take(&cell)?;
        let cells = rows.entry(row).or_default();
        let column = column as usize;
        if cells.len() <= column {
            cells.resize(column + 1, Cell::Empty);
        }
        cells[column] = cell;
    }
    Ok(rows.into_iter().map(|(row, cells)| (row as usize + 1, cells)).collect())
}

fn cell(value: &DataRef<'_>) -> Cell {
    match value {
        DataRef::Empty => Cell::Empty,
        DataRef::String(text) => Cell::Text(text.clone()),
        DataRef::SharedString(text) => Cell::Text((*text).to_owned()),
        DataRef::Int(number) => Cell::Number(number.to_string()),
        DataRef::Float(number) => Cell::Number(number.to_string()),
        DataRef::Bool(yes) => Cell::Number(if *yes { "TRUE" } else { "FALSE" }.to_owned()),
        DataRef::DateTime(_) | DataRef::DateTimeIso(_) | DataRef::DurationIso(_) => Cell::Date,
        DataRef::Error(_) => Cell::Formula,
    }
}

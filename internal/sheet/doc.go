// Package sheet writes tables as CSV, XLSX and JSON, and reads CSV and XLSX as
// rows of texts. It knows nothing of what the tables are about.
//
// What is written is data and never a program: no cell is a formula, and a text
// that a spreadsheet could take for one – it begins with =, +, -, @ or a control
// character – is marked as text (CWE-1236). Control characters and marks that
// turn the direction of writing are left out.
//
// What is read comes from anybody: the sizes of what is unpacked, of rows and of
// cells have bounds, and a formula is read as the value that it last had.
package sheet

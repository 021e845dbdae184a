package api

import (
	"github.com/varsam/varsam/internal/api/openapi"
	"github.com/varsam/varsam/internal/api/token"
)

// beginningRoutes are how what an organisation has already comes into its register,
// or becomes the first one.
func beginningRoutes() []route {
	text := openapi.Schema{"type": "string"}
	reading := func(r *route) {
		query("name", "What the file is called: record.xlsx.", openapi.Schema{"type": "string", "minLength": 1, "maxLength": mostFileName})(r)
		query("sheet", "Only this sheet; given several times, only these.", openapi.Schema{"type": "array", "items": text})(r)
		query("header", "The line of the headings, from 1, where it is not found.", openapi.Schema{"type": "integer", "minimum": 1})(r)
		query("map", "What a column says, by its letter: C=purpose. Given once for each column that is read wrongly.",
			openapi.Schema{"type": "array", "items": openapi.Schema{"type": "string", "pattern": "^[A-Za-z]+=[a-z]+$"}})(r)
	}
	first := says("If-Match is the ETag of the register, or \"0\" while there is none.")
	return []route{
		change("/register/sheet/check", "How a record of processing that was kept as a spreadsheet, XLSX or CSV, is read, and what drafts it becomes; nothing is changed",
			token.WriteRegister, (*call).checkSheet, upload(binaryFile), reading, tagged),
		change("/register/sheet", "Put what such a spreadsheet has in the register, as drafts", token.WriteRegister, (*call).takeSheet,
			upload(binaryFile), reading, organisation, matched, tagged, first),
		change("/register/database", "Read the structure of a database, and put a draft of its system in the register; nothing of its data is read",
			token.WriteRegister, (*call).draftDatabase, matched, tagged, first),
	}
}

// organisation is what a first register is of.
func organisation(r *route) {
	text := openapi.Schema{"type": "string"}
	query("title", "What the organisation is called, while there is no register.", text)(r)
	query("country", "Its country, while there is no register; SE when left out.", text)(r)
}

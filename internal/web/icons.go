package web

import "html/template"

// icon is the picture of a link in the margin, drawn on 24 by 24.
func icon(path string) template.HTML {
	return template.HTML(`<svg viewBox="0 0 24 24" aria-hidden="true"><path d="` + path + `"/></svg>`)
}

// icons are the pictures by the page that they lead to.
var icons = map[string]template.HTML{
	"todo":       icon("M9 6h11M9 12h11M9 18h11M4 6l1 1 2-2M4 12l1 1 2-2M4 18l1 1 2-2"),
	"requests":   icon("M4 5h16v14H4zM4 7l8 6 8-6"),
	"tasks":      icon("M8 4h8v3H8zM6 6H5v14h14V6h-1M9 13l2 2 4-4"),
	"claims":     icon("M4 13v6h16v-6M4 13l3-8h10l3 8M4 13h5a3 3 0 0 0 6 0h5"),
	"post":       icon("M21 4L3 11l7 2.500L12.500 21zM10 13.500L21 4"),
	"search":     icon("M10.500 17a6.500 6.500 0 1 0 0-13 6.500 6.500 0 0 0 0 13zM15.500 15.500L21 21"),
	"culling":    icon("M5 7h14M10 7V5h4v2M7 7l1 13h8l1-13M10 11v5M14 11v5"),
	"register":   icon("M5 4h12a2 2 0 0 1 2 2v14H7a2 2 0 0 1-2-2zM9 9h6M9 13h6"),
	"evidence":   icon("M12 3l8 3v6c0 5-3.5 8-8 9-4.500-1-8-4-8-9V6zM9 12l2 2 4-4"),
	"publishing": icon("M6 3h9l4 4v14H6zM15 3v4h4M9 12h7M9 16h7"),
	"duties":     icon("M12 4v16M7 20h10M4 8h16M6.500 8l-3 6h6zM17.500 8l-3 6h6z"),
	"programs":   icon("M4 5h16v14H4zM8 10l2.500 2.500L8 15M13 15h4"),
	"proposals":  icon("M3 6h18v12H3zM3 7l9 6 9-6M15 16l2 2 4-4"),
	"mailboxes":  icon("M4 11V6h16v5M4 11v8h16v-8M4 11h5l1.500 2.500h3L15 11h5M9 8h6"),
	"people":     icon("M9 11a3.500 3.500 0 1 0 0-7 3.500 3.500 0 0 0 0 7zM3 20c0-4 3-6 6-6s6 2 6 6M16 4.500a3.500 3.500 0 0 1 0 6.500M18 14.500c2 .8 3 2.700 3 5.500"),
}

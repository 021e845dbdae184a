// Package frame is what every page of Varsam stands in: routes, layout, language,
// forms with their tokens, messages after a redirect, error pages, and the
// headers that keep a browser from doing more than it should. It knows no table,
// no account and no law.
//
// # How pages are added
//
// A room of pages has its templates beside its handlers, and makes a [Book] of
// them once:
//
//	//go:embed *.html
//	var files embed.FS
//
//	area := &frame.Area{Site: site, Book: frame.NewBook(files), Class: "portal"}
//	area.Handle("GET /ask", ask)
//	area.Handle("POST /ask", send)
//
// Files whose names begin with an underscore hold what all pages of the book
// share, and define "top" and "bottom", which stand before and behind every page.
// A page defines "title" and "main". In templates the dot is a [Page]: sentences
// are {{$.T "key"}}, what the handler gave is .Data, and a form begins with
// {{$.Token}}.
//
// A handler shows a page, redirects, or returns an error, whose code decides the
// status and the words; its message is never shown to whoever is outside unless
// the area says so:
//
//	func send(v *frame.Visit) error {
//		name, faults := v.Field("name"), frame.Faults{}
//		faults.Require("name", name)
//		if len(faults) > 0 {
//			return v.ShowStatus(http.StatusUnprocessableEntity, "ask", form{name, faults})
//		}
//		v.Flash(frame.Good, "portal.sent")
//		return v.Redirect("/ask")
//	}
//
// A handler that returns an error loses nothing either: the page that the form stood
// on is made again, with the form as it was sent and what is wrong above it, or beside
// the field that [Beside] names.
//
// # What a browser may do
//
// Nothing but load our own style, script and pictures: no inline script or style,
// no frame of others, no request elsewhere. A POST needs the token of a page that
// we made for the same browser, and must not come from another site. Everything
// works without script.
package frame

package api

import (
	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/api/openapi"
	"github.com/varsam/varsam/internal/api/token"
)

// group is routes about one thing.
type group struct {
	name, says string
	routes     []route
}

// groups is everything that can be asked for, in the order of the reference.
func groups() []group {
	return []group{
		{"Requests", "People's requests and controllers' instructions, from the day they came to the proof.", requestRoutes()},
		{"Decisions", "What a person decides because a machine must not, and what moves the last day.", decisionRoutes()},
		{"Tasks", "Steps that the owners of systems without an interface do.", taskRoutes()},
		{"Answers", "What is handed to the person.", answerRoutes()},
	}
}

// table is all routes.
func table() (all []route) {
	for _, g := range groups() {
		all = append(all, g.routes...)
	}
	return all
}

func oneOfSchema[T ~string](all []T) openapi.Schema {
	return openapi.Schema{"type": "string", "enum": texts(all)}
}

func requestRoutes() []route {
	return []route{
		get("/requests", "Requests by last day, nearest first; closed ones latest first", token.ReadWork, (*call).listRequests, pages,
			query("state", "Only this state; all but closed when left out.", oneOfSchema(states)),
			query("right", "Only those that use this right.", oneOfSchema(varsam.Rights))),
		get("/requests/counts", "How many requests there are of each state", token.ReadWork, (*call).countRequests),
		change("/requests", "Take a request in", token.WriteRequests, (*call).newRequest, creates),
		get("/requests/{id}", "One request and how far it has come", token.ReadWork, (*call).getRequest, tagged),
		get("/requests/{id}/case", "What came, and what was decided", token.ReadPeople, (*call).getCase, ofCase),
		get("/requests/{id}/plan", "What was found, and what is to become of it", token.ReadPeople, (*call).getPlan, ofCase, pages),
		get("/requests/{id}/records/{number}", "One record with its values", token.ReadPeople, (*call).getRecord, ofCase),
		change("/requests/{id}/search", "Search and plan anew", token.WriteRequests, (*call).search, editsCase, starts),
		change("/requests/{id}/approve", "Say yes to the plan", token.ApprovePlans, (*call).approve, editsCase),
		change("/requests/{id}/run", "Carry the plan out, when enough people said yes to it", token.RunPlans, (*call).run, editsCase, starts),
		get("/requests/{id}/pack", "The proof, to be checked offline", token.ReadWork, (*call).pack, files("application/octet-stream")),
	}
}

func decisionRoutes() []route {
	return []route{
		change("/requests/{id}/rulings", "Decide on a contested balance", token.WriteRequests, (*call).rule, editsCase),
		change("/requests/{id}/confirmations", "Say that a record is the person's", token.WriteRequests, (*call).confirm, editsCase),
		change("/requests/{id}/refusals", "Refuse a right", token.WriteRequests, (*call).refuse, editsCase),
		change("/requests/{id}/told", "Note that a recipient was told of the change", token.WriteRequests, (*call).tell, editsCase),
		change("/requests/{id}/pause", "Stop the clock: the person has a question to answer", token.WriteRequests, (*call).pause, editsCase),
		change("/requests/{id}/resume", "Start the clock again: the person answered", token.WriteRequests, (*call).resume, editsCase),
		change("/requests/{id}/extend", "Take two further months (Art. 12(3))", token.WriteRequests, (*call).extend, editsCase),
		change("/requests/{id}/lift", "Plan the end of a restriction", token.WriteRequests, (*call).lift, editsCase),
	}
}

func taskRoutes() []route {
	return []route{
		get("/tasks", "Steps that wait for their owners, by due day", token.ReadWork, (*call).listTasks),
		change("/requests/{id}/steps/{step}/answer", "Write down what the owner answered", token.WriteRequests, (*call).answerTask, editsCase),
		change("/requests/{id}/steps/{step}/except", "Close a step without its being done; the answer says so", token.WriteRequests, (*call).except, editsCase),
	}
}

func answerRoutes() []route {
	html := files("text/html; charset=utf-8")
	return []route{
		change("/requests/{id}/letters/{kind}", "Write a letter: "+letters, token.HandOver, (*call).letter, ofCase, html),
		get("/requests/{id}/copy", "The copy as it is now, as zip", token.HandOver, (*call).copy, ofCase, files("application/zip")),
		change("/requests/{id}/copy", "Mark the copy as handed over", token.HandOver, (*call).giveCopy, editsCase, files("application/zip")),
		change("/requests/{id}/answer", "Make the answer final: it is what was sent", token.HandOver, (*call).finish, editsCase, html),
	}
}

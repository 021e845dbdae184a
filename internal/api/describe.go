package api

import (
	"encoding/json"
	"net/http"
	"reflect"
	"strings"
	"sync"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/act"
	"github.com/varsam/varsam/internal/api/openapi"
	"github.com/varsam/varsam/internal/api/token"
	"github.com/varsam/varsam/internal/duty"
	"github.com/varsam/varsam/internal/identity"
	"github.com/varsam/varsam/internal/inbox"
	"github.com/varsam/varsam/internal/letterbox"
	"github.com/varsam/varsam/internal/post"
	"github.com/varsam/varsam/internal/publish/document"
	"github.com/varsam/varsam/internal/reception"
	"github.com/varsam/varsam/internal/register"
	"github.com/varsam/varsam/internal/request"
	"github.com/varsam/varsam/internal/retention"
	"github.com/varsam/varsam/internal/ropa"
	"github.com/varsam/varsam/internal/web/account"
)

// enums are the words that have few values.
func enums() map[reflect.Type][]string {
	all := map[reflect.Type][]string{
		reflect.TypeFor[varsam.Right]():      texts(varsam.Rights),
		reflect.TypeFor[varsam.Lang]():       {"sv", "sv-FI", "en"},
		reflect.TypeFor[varsam.Fate]():       {"keep", "restrict", "anonymise", "erase", "forward", "review"},
		reflect.TypeFor[varsam.Ownership]():  {"own", "shared", "other", "mention"},
		reflect.TypeFor[request.State]():     texts(states),
		reflect.TypeFor[act.Finding]():       texts([]act.Finding{act.Found, act.NotFound, act.NotSearched}),
		reflect.TypeFor[retention.State]():   texts([]retention.State{retention.Waiting, retention.Running, retention.Paused, retention.Stopped, retention.Cancelled, retention.Done}),
		reflect.TypeFor[post.State]():        texts([]post.State{post.Queued, post.Outbox, post.Sent, post.Handed, post.Dead}),
		reflect.TypeFor[post.Medium]():       texts([]post.Medium{post.Mail, post.Phone, post.Letter}),
		reflect.TypeFor[identity.State]():    texts([]identity.State{identity.Waiting, identity.Proven, identity.Handed}),
		reflect.TypeFor[identity.Level]():    texts([]identity.Level{identity.None, identity.Reply, identity.Second, identity.SignIn, identity.Paper}),
		reflect.TypeFor[identity.Method]():   texts([]identity.Method{identity.Original, identity.Signed, identity.Mandate}),
		reflect.TypeFor[reception.What]():    texts([]reception.What{reception.Copy, reception.Answer}),
		reflect.TypeFor[register.Severity](): texts([]register.Severity{register.Error, register.Warning}),
		reflect.TypeFor[register.Kind]():     texts(register.Kinds),
		reflect.TypeFor[letterbox.State]():   texts(proposalStates),
		reflect.TypeFor[inbox.Action]():      texts([]inbox.Action{inbox.Delete, inbox.File, inbox.Request, inbox.Ask, inbox.Skip}),
		reflect.TypeFor[document.Kind]():     texts(document.Kinds()),
		reflect.TypeFor[account.Role]():      texts(account.Roles),
		reflect.TypeFor[varsam.Code]():       texts(codes),
		reflect.TypeFor[duty.Kind]():         dutyKinds(),
		reflect.TypeFor[duty.State]():        texts([]duty.State{duty.Open, duty.Ended}),
		reflect.TypeFor[duty.Type]():         texts(duty.Types),
		reflect.TypeFor[ropa.Field]():        texts(ropa.Fields),
	}
	for _, s := range token.Scopes {
		scope := reflect.TypeFor[token.Scope]()
		all[scope] = append(all[scope], string(s.Scope))
	}
	return all
}

var codes = []varsam.Code{
	varsam.Invalid, varsam.NotFound, varsam.Conflict, varsam.Changed, varsam.Denied, varsam.Unsupported, varsam.Unavailable, varsam.Full,
	varsam.Unknown, varsam.Corrupt, varsam.Internal,
}

func texts[T ~string](all []T) []string {
	out := make([]string, len(all))
	for i, v := range all {
		out[i] = string(v)
	}
	return out
}

// written is the OpenAPI document. It names the handlers, which use it: so it is
// made at first use.
var written struct {
	sync.Once
	data []byte
}

func documentJSON() []byte {
	written.Do(func() {
		data, err := json.MarshalIndent(describe(), "", " ")
		if err != nil {
			panic("api: the document cannot be written: " + err.Error())
		}
		written.data = data
	})
	return written.data
}

func describe() openapi.Document {
	d := describer{&openapi.Types{Enums: enums(), Home: "api"}, exampleWords()}
	info := openapi.Info{
		Title: "Varsam", Version: "1", Server: Root,
		Says: "What Varsam's pages do, for programs. Days are civil days of the organisation; instants are UTC. " +
			"Lists are walked by `after`, the id of the last item seen. " +
			"A creation with an `Idempotency-Key` is done once, however often it is sent within a day. " +
			"`If-Match` with the `ETag` of a request refuses to change what somebody else changed meanwhile.",
	}
	for _, s := range token.Scopes {
		info.Scopes = append(info.Scopes, openapi.Tag{Name: string(s.Scope), Says: s.Says})
	}
	info.Problems = problemAnswers(d)
	var operations []openapi.Operation
	for _, g := range groups() {
		info.Tags = append(info.Tags, openapi.Tag{Name: g.name, Says: g.says})
		for _, r := range g.routes {
			operations = append(operations, r.operation(g.name, d))
		}
	}
	return openapi.Build(info, operations, d.Components())
}

func (r route) operation(tag string, d describer) openapi.Operation {
	op := openapi.Operation{
		Method: r.method, Path: r.path, ID: r.id(), Tag: tag, Summary: r.summary, Description: r.says,
		Scopes: texts(r.scopes), Parameters: append(r.places(), r.query...), Answers: []openapi.Answer{r.good(d)},
	}
	switch {
	case r.in != nil:
		body := d.body(r.in)
		op.Body = &body
	case r.takes != "":
		op.Body = &openapi.Content{Type: r.takes, Schema: openapi.Schema{}}
	}
	header := func(name, says string, required bool) {
		op.Parameters = append(op.Parameters, openapi.Parameter{Name: name, In: "header", Says: says, Required: required, Schema: openapi.Schema{"type": "string"}})
	}
	if r.once {
		header("Idempotency-Key", "Any text of your own: a second call with it answers as the first did.", false)
	}
	if r.edits || r.mustMatch {
		header("If-Match", "The ETag that the change was made from.", r.mustMatch)
	}
	op.Problems = r.problems()
	return op
}

// good is the answer when all is well.
func (r route) good(d describer) openapi.Answer {
	a := openapi.Answer{Status: r.status, Says: http.StatusText(r.status), Headers: map[string]string{}}
	switch {
	case r.out != nil:
		a.Content = []openapi.Content{d.body(r.out)}
	default:
		for _, media := range r.gives {
			a.Content = append(a.Content, openapi.Content{Type: media, Schema: openapi.Schema{}})
		}
	}
	if r.tagged {
		a.Headers["ETag"] = "Names this state, for If-Match."
	}
	if r.status == http.StatusCreated {
		a.Headers["Location"] = "The address of what was made."
	}
	return a
}

// places are the parts of a path that are values.
func (r route) places() (all []openapi.Parameter) {
	for _, part := range strings.Split(r.path, "/") {
		if name, ok := strings.CutPrefix(part, "{"); ok {
			all = append(all, openapi.Parameter{
				Name: strings.TrimSuffix(name, "}"), In: "path", Says: "As a list names it.", Required: true, Schema: openapi.Schema{"type": "string"},
			})
		}
	}
	return all
}

// id is a route's name for programs that are generated: getRequestsById.
func (r route) id() string {
	name := strings.ToLower(r.method)
	for _, part := range strings.Split(r.path, "/") {
		if part == "" {
			continue
		}
		if value, ok := strings.CutPrefix(part, "{"); ok {
			part = "by-" + strings.TrimSuffix(value, "}")
		}
		for _, word := range strings.Split(part, "-") {
			name += strings.ToUpper(word[:1]) + word[1:]
		}
	}
	return name
}

func serveDocument(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	w.Write(documentJSON())
}

package architecture

// floors are the rooms from the roof to the ground. A room uses only rooms that
// stand below it in this list, on its own floor or a lower one. Rooms that are
// not built yet have their place already.
var floors = []struct {
	floor string
	rooms []string
}{
	{"the way in", []string{"cmd/varsam", "client"}},
	{"faces", []string{"internal/cli", "internal/web", "internal/web/portal", "internal/web/published", "internal/api", "internal/api/openapi", "internal/api/hook", "internal/api/token", "internal/web/account", "internal/web/passkey", "internal/web/qr", "internal/web/press", "internal/web/frame", "internal/backup", "internal/certificate", "internal/metric", "internal/ropa", "internal/calendar"}},
	{"what it is for", []string{
		"internal/publish/promise",
		"internal/publish", "internal/publish/vocabulary", "internal/publish/lint", "internal/publish/page", "internal/publish/document",
		"internal/duty", "internal/duty/clause", "internal/duty/dutytest", "internal/letterbox", "internal/reception", "internal/request", "internal/request/letter", "internal/identity", "internal/post", "internal/oidc", "internal/suppression", "internal/inbox", "internal/retention", "internal/retention/report", "internal/discover", "internal/mailcheck",
		"internal/example", "examples",
	}},
	{"how it is done: the pipeline", []string{
		"internal/verify", "internal/act", "internal/plan", "internal/decide", "internal/locate", "internal/evidence",
	}},
	{"what it reaches", []string{
		"internal/system/all", "internal/system/sqldb", "internal/system/assisted", "internal/system/memory", "internal/system/files/dropbox", "internal/system/files/folder", "internal/system/files/s3", "internal/system/files/sftp", "internal/system/files/webdav", "internal/system/files/web", "internal/system/files",
		"internal/system/mailbox", "internal/system/mailbox/postoffice", "internal/system/rest", "internal/system",
	}},
	// A register is knowledge, but its versions lie in the store.
	{"where it keeps its own things", []string{"internal/register", "internal/job", "internal/seal", "internal/store"}},
	{"what it knows", []string{"internal/locale", "internal/sheet", "internal/law", "internal/wish", "internal/document", "internal/document/image", "internal/document/mail", "internal/document/office", "internal/document/pdf", "internal/document/markup", "internal/document/charset", "internal/extract", "internal/paper", "internal/pii/column", "internal/pii/subject", "internal/pii/redact", "internal/pii", "internal/pii/name", "internal/pii/name/tagger", "internal/pii/needle", "internal/pii/text", "internal/pii/check", "internal/anonymity", "internal/fail", "internal/sqlite"}},
	{"the words", []string{"."}},
}

// unknown says in one line each what a room may not know, even of what stands
// below it, directly or by way of another room.
var unknown = map[string][]string{
	"internal/decide":   {"internal/system", "internal/locate"},                     // no database
	"internal/plan":     {"internal/system", "internal/locate"},                     // no database
	"internal/system":   {"internal/law", "internal/register", "internal/store"},    // no law, no register
	"internal/law":      {"internal/store", "internal/register", "internal/system"}, // nothing but law
	"internal/evidence": {"internal/register", "internal/law", "internal/system"},   // no personal data
	"internal/store":    {"internal/law", "internal/register", "internal/locale"},   // no table but its own
	"internal/locate":   {"internal/decide", "internal/plan"},                       // no fate
}

// outside names, for each module that others have written, the rooms that may
// use it. A module that is missing here is a decision that nobody has taken: add
// it with its reason to docs/decisions.
var outside = map[string][]string{
	"codeberg.org/go-pdf/fpdf":                 {"internal/retention/report", "internal/publish/page"},
	"github.com/coreos/go-oidc/v3":             {"internal/oidc"},
	"github.com/go-webauthn/webauthn":          {"internal/web/passkey"},
	"golang.org/x/oauth2":                      {"internal/oidc"},
	"github.com/alecthomas/kong":               {"internal/cli"},
	"github.com/emersion/go-imap/v2":           {"internal/system/mailbox", "internal/system/mailbox/postoffice"},
	"github.com/go-sql-driver/mysql":           {"internal/system/sqldb", "internal/example", "internal/testservers"},
	"github.com/goccy/go-yaml":                 {"internal/register"},
	"github.com/jackc/pgx/v5":                  {"internal/store", "internal/job", "internal/system/sqldb", "internal/example", "internal/testservers"},
	"github.com/pkg/sftp":                      {"internal/system/files/sftp"},
	"github.com/santhosh-tekuri/jsonschema/v6": {"internal/register", "internal/api"},
	"golang.org/x/crypto":                      {"internal/certificate", "internal/web/account", "internal/system/files/sftp"}, // Argon2id
	"golang.org/x/image":                       {"internal/retention/report", "internal/publish/page"},                         // the Go fonts
	"golang.org/x/mod":                         {"internal/evidence"},
	"golang.org/x/net":                         {"internal/system/files/webdav"}, // its WebDAV server, in tests
	"golang.org/x/sync":                        {"internal/locate", "internal/example"},
	"golang.org/x/text":                        {"internal/register", "internal/locale", "internal/document/charset", "internal/system/sqldb"}, // the schema's messages; numbers and plurals; character sets
	"modernc.org/sqlite":                       {"internal/sqlite", "internal/store", "internal/seal", "internal/job", "internal/system/sqldb", "internal/example"},
}

// inTests are the modules that only tests and what helps them may use.
var inTests = []string{
	"github.com/google/go-cmp", "pgregory.net/rapid", "github.com/rogpeppe/go-internal", "github.com/chromedp/chromedp", "github.com/chromedp/cdproto",
	"github.com/nyaruka/phonenumbers",
}

// helpers are programs and packages for tests and releases: no room of the
// product may use them. A folder whose name ends in "test" is one too.
var helpers = []string{"internal/acceptance", "internal/architecture", "internal/bench", "internal/pii/name/train", "internal/release", "internal/testservers"}

// silent are the packages of the standard library that the words may not use:
// they reach outside the process.
var silent = []string{"os", "os/exec", "net", "net/http", "database/sql", "log", "log/slog", "embed", "io/fs", "path/filepath"}

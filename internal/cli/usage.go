package cli

import (
	"cmp"
	"errors"
	"io/fs"
	"regexp"
	"strings"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/locale"
)

// usageWords are the beginnings of what the parser says of wrong use, in Swedish.
var usageWords = [][2]string{
	{"unknown flag ", "okänd flagga "},
	{"unexpected argument ", "oväntat argument "},
	{"unexpected flag argument ", "flaggan tar inget värde: "},
	{"missing flags: ", "flaggor saknas: "},
	{"missing positional arguments ", "argument saknas: "},
	{"expected one of ", "här behövs ett av "},
	{"expected ", "här behövs "},
}

// usageFault is what was wrong with how a command was written, in the language that
// was asked for.
func usageFault(err error, lang varsam.Lang) string {
	says := err.Error()
	if ours := faultOfPath(err); ours != nil {
		return locale.For(lang).Fault(ours)
	}
	if ours, ok := errors.AsType[*varsam.Error](err); ok { // a value of ours that a flag could not be
		return strings.TrimSuffix(says, ours.Error()) + locale.For(lang).Fault(ours)
	}
	if lang == varsam.English {
		return says
	}
	for _, w := range usageWords {
		if rest, ok := strings.CutPrefix(says, w[0]); ok {
			says = w[1] + rest
			break
		}
	}
	if i := strings.LastIndex(says, ", did you mean "); i >= 0 {
		says = says[:i] + ". Menade du " + strings.Replace(says[i+len(", did you mean "):], "one of ", "någon av ", 1)
	}
	return says
}

var notThatKind = regexp.MustCompile(`"(.*)" exists but is (not )?a directory`)

// faultOfPath is what is wrong with a file or folder that an argument names; nil
// for anything else.
func faultOfPath(err error) error {
	if missing, ok := errors.AsType[*fs.PathError](err); ok && errors.Is(err, fs.ErrNotExist) {
		return varsam.Errorf(varsam.Invalid, "there is no file or folder %s", missing.Path)
	}
	switch other := notThatKind.FindStringSubmatch(err.Error()); {
	case other == nil:
		return nil
	case other[2] == "":
		return varsam.Errorf(varsam.Invalid, "%s is a folder; name one file", other[1])
	default:
		return varsam.Errorf(varsam.Invalid, "%s is a file; name a folder", other[1])
	}
}

// languageOf is the language of --lang, of the environment, of the file with defaults,
// or the usual one; English for what is none of ours. It is asked for when parsing
// has failed, or has not begun.
func languageOf(args []string, file *configFile) varsam.Lang {
	saved, _ := file.values["lang"].(string)
	lang, err := varsam.ParseLang(cmp.Or(asked(args, "lang", "VARSAM_LANG"), saved, string(varsam.Swedish)))
	if err != nil {
		return varsam.English
	}
	return lang
}

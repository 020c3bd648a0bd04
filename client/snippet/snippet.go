package snippet

import (
	"bytes"
	"cmp"
	"embed"
	"fmt"
	"slices"
	"strings"
	"text/template"

	"neonchat/chat"
	"neonchat/client"
)

// A Program is a request as the source of a program.
type Program struct {
	SDK      string
	Dialect  string // that it speaks
	Language string // as a Markdown fence names it
	File     string // what its file is called in its own comments
	Install  string // the command that installs what it needs, "" where it needs nothing
	Run      string // the command that runs it
	Source   string
	Notices  []string // what the model or the SDK can't be given, and was left out
}

// Options are what else a program can be.
type Options struct {
	Stream bool // it shows the answer as it comes

	// Path names a file that the program reads itself. A file without a path, of
	// which it gives "", is written into the program. nil writes all of them.
	Path func(chat.File) string
}

// An Error is a request that can't become the program that was asked for.
type Error struct{ message, hint string }

func (e *Error) Error() string { return e.message }

// Hint says what can be done instead.
func (e *Error) Hint() string { return e.hint }

// Names lists the SDKs, as users name them.
func Names() []string {
	var names []string
	for _, s := range sdks {
		names = append(names, s.name)
	}
	return names
}

// Write writes the request as a program for the SDK of that name. The request is
// as a [chat.Streamer] takes it: its last message is the question. The error is an
// *[Error] where the name is unknown or the SDK can't reach the model.
func Write(name string, r chat.Request, o Options) (Program, error) {
	s, err := find(name)
	if err != nil {
		return Program{}, err
	}
	if r.Model.Dialect, err = s.dialect(r.Model); err != nil {
		return Program{}, err
	}
	p, err := s.page(r, o)
	if err != nil {
		return Program{}, err
	}
	source, err := p.source()
	if err != nil {
		return Program{}, err
	}
	return Program{
		SDK: s.name, Dialect: p.Dialect, Language: s.fence, File: s.file, Install: p.Install, Run: s.run,
		Source: source, Notices: p.notices,
	}, nil
}

//go:embed templates
var files embed.FS

// source fills in the SDK's template.
func (p *page) source() (string, error) {
	t, err := template.New(p.sdk.name).Funcs(p.functions()).ParseFS(files, "templates/"+p.sdk.name+".tmpl", "templates/parts/*.tmpl")
	if err != nil {
		return "", fmt.Errorf("the template of %s: %w", p.sdk.name, err)
	}
	var b bytes.Buffer
	if err := t.ExecuteTemplate(&b, p.sdk.name+".tmpl", p); err != nil {
		return "", fmt.Errorf("the template of %s: %w", p.sdk.name, err)
	}
	source := strings.Trim(b.String(), "\n") + "\n"
	if p.sdk.format != nil {
		return p.sdk.format(source)
	}
	return source, nil
}

// find is the SDK of a name.
func find(name string) (*sdk, error) {
	for i := range sdks {
		if sdks[i].name == name {
			return &sdks[i], nil
		}
	}
	return nil, unknown(name)
}

// unknown names the one that a user may have meant.
func unknown(name string) error {
	e := &Error{message: fmt.Sprintf("there is no SDK or program %q", name)}
	if near := nearest(name); near != "" {
		e.hint = "did you mean " + near + "? "
	}
	e.hint += "There is " + oneOf(append(Names(), Settable()...))
	return e
}

// nearest is the name that is most like the one given, "" where none is.
func nearest(name string) string {
	low := strings.ToLower(name)
	best, least := "", max(2, len(low)/3)+1
	for _, n := range append(Names(), Settable()...) {
		d := distance(low, n)
		if other, ok := alias[low]; ok && other == n {
			d = 0
		}
		if d < least {
			best, least = n, d
		}
	}
	if best == "" {
		for _, n := range append(Names(), Settable()...) {
			if len(low) > 2 && (strings.Contains(n, low) || strings.Contains(low, n)) {
				return n
			}
		}
	}
	return best
}

// alias are names that others use for what has another name here.
var alias = map[string]string{
	"vercel": "ai-sdk", "ai": "ai-sdk", "@ai-sdk": "ai-sdk", "responses": "openai-responses", "claude": "anthropic", "gemini": "google-genai",
	"genai": "google-genai", "@google/genai": "google-genai", "python": "python-openai", "golang": "go", "net/http": "go", "bash": "curl",
	"sh": "curl", "shell": "curl", "function": "neon-function", "javascript": "openai", "typescript": "openai", "node": "openai", "google": "google-genai",
	"langchain-js": "langchain", "langchainjs": "langchain", "@mastra/core": "mastra", "@anthropic-ai/sdk": "anthropic",
}

// distance counts the letters to change, add or leave out to come from a to b.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		before := row[0]
		row[0] = i + 1
		for j := range len(b) {
			d := before
			if a[i] != b[j] {
				d++
			}
			before = row[j+1]
			row[j+1] = min(d, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}

// dialect is the one in which the SDK reaches the model: the model's own, else
// mlflow, which serves nearly all of them.
func (s *sdk) dialect(m chat.Model) (string, error) {
	switch {
	case slices.Contains(s.dialects, m.Dialect):
		return m.Dialect, nil
	case !m.Pinned && slices.Contains(s.dialects, chat.MLflow) && client.OverMLflow(m.ID):
		return chat.MLflow, nil
	}
	var can []string
	for i := range sdks {
		if d, err := sdks[i].speaks(m); err == nil && d == m.Dialect {
			can = append(can, sdks[i].name)
		}
	}
	return "", &Error{
		message: fmt.Sprintf("%s speaks %s, and %s is asked over %s", s.name, oneOf(s.dialects), m.ID, m.Dialect),
		hint:    cmp.Or(prefix("for this model take --sdk ", oneOf(can)), "name another model with -m"),
	}
}

// speaks is dialect without the words for what can't be.
func (s *sdk) speaks(m chat.Model) (string, error) {
	if slices.Contains(s.dialects, m.Dialect) {
		return m.Dialect, nil
	}
	return "", fmt.Errorf("%s doesn't speak %s", s.name, m.Dialect)
}

func prefix(with, s string) string {
	if s == "" {
		return ""
	}
	return with + s
}

// oneOf writes "a, b or c".
func oneOf(words []string) string {
	switch n := len(words); n {
	case 0:
		return ""
	case 1:
		return words[0]
	default:
		return strings.Join(words[:n-1], ", ") + " or " + words[n-1]
	}
}

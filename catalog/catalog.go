// Package catalog knows the gateway's models: what each one can do, what it
// costs, and which dialect it speaks.
//
// The facts are those of models.dev, fetched and kept by a [Cache], with a
// list built into the program for a first run offline ([Embedded]). What the
// branch really serves comes from the gateway's own list, which [Catalog.Join]
// lays over the facts. The package knows nothing of the gateway's address or
// credentials, and nothing in it runs before it is called.
//
// A fact that nobody stated is unknown, never a false zero: see [Fact],
// [Cost] and [Model.Price].
package catalog

import (
	"cmp"
	"slices"
	"strings"
	"time"
	"unicode"
)

// Model is what is known of one model. The slices belong to the catalog and
// are not to be changed.
type Model struct {
	ID       string // the short form, such as "gpt-5-mini"
	Name     string // for people; the ID when there is none
	Vendor   string // such as "Anthropic"; Other when unknown
	Family   string // as models.dev has it, such as "claude-sonnet"
	Released string // "2026-02-17", or a month, or ""
	Dialect  string // the catalog's word, else what Dialect says of the ID
	Status   string // "alpha", "beta", "deprecated", or "" for everyday use

	// Knowledge is where the training data ends: a date, a month, or "".
	Knowledge string

	// Limits in tokens; 0 is unknown.
	Context   int
	MaxInput  int
	MaxOutput int

	// Kinds of content, such as "text", "image" and "pdf"; empty is unknown.
	Input  []string
	Output []string

	// How thinking is steered, as far as it is known: by one of some words,
	// by a budget in tokens (BudgetMax 0: no upper bound was stated), by
	// being switched on and off, or by several of them.
	Effort    []string
	Budget    bool
	BudgetMin int
	BudgetMax int
	Toggle    bool

	Reasoning   Fact
	Temperature Fact // No: the model refuses temperature and top_p
	ToolCall    Fact
	Attachment  Fact
	Structured  Fact // answers that follow a JSON schema
	Open        Fact // its weights can be had

	Cost Cost

	// Embeds is whether the model makes vectors of texts: it can't chat.
	Embeds bool

	// Known is whether models.dev has the model. When it is false, only the
	// ID, Name, Vendor, Dialect, Embeds and Served mean something.
	Known bool
	// Served is whether the branch serves the model; Unknown before Join.
	Served Fact
}

// PromptLimit returns how many tokens a prompt may hold, 0 when unknown.
func (m Model) PromptLimit() int {
	if m.MaxInput > 0 {
		return m.MaxInput
	}
	return m.Context
}

// Catalog is a list of models that does not change. The zero value is empty.
type Catalog struct {
	models  []Model
	asOf    time.Time
	builtIn bool
	joined  bool // with what a branch serves
}

// Models returns all models, those that the branch does not serve last,
// grouped by vendor, the newest first. The slice is the caller's.
func (c Catalog) Models() []Model { return slices.Clone(c.models) }

// Chats returns the catalog without the models that make embeddings.
func (c Catalog) Chats() Catalog {
	c.models = slices.DeleteFunc(slices.Clone(c.models), func(m Model) bool { return m.Embeds })
	return c
}

// Find returns the model with the given id. Case does not matter, nor does
// the prefix "databricks-", which the gateway accepts before every id.
func (c Catalog) Find(id string) (Model, bool) {
	k := key(id)
	for _, m := range c.models {
		if key(m.ID) == k {
			return m, true
		}
	}
	return Model{}, false
}

// Dialect returns the dialect to speak with the model id: the catalog's word
// when it has the model, else what the function Dialect says.
func (c Catalog) Dialect(id string) string {
	if m, ok := c.Find(id); ok {
		return m.Dialect
	}
	return Dialect(id)
}

// AsOf returns when the facts were taken: when the cache was last confirmed,
// or the date of the built-in list. It is zero when nobody knows.
func (c Catalog) AsOf() time.Time { return c.asOf }

// Old reports whether the facts were taken so long ago that their date is worth
// a word.
func (c Catalog) Old(now time.Time) bool {
	return !c.asOf.IsZero() && now.Sub(c.asOf) > 60*24*time.Hour
}

// Joined reports whether it is known what the branch serves.
func (c Catalog) Joined() bool { return c.joined }

// Serves tells whether the branch serves the model id. Before Join that is
// Unknown; after it a model that no list has is not served.
func (c Catalog) Serves(id string) Fact {
	switch m, ok := c.Find(id); {
	case !c.joined:
		return Unknown
	case !ok:
		return No
	default:
		return m.Served
	}
}

// BuiltIn reports whether this is the list inside the program.
func (c Catalog) BuiltIn() bool { return c.builtIn }

// key is what ids are compared by.
func key(id string) string {
	return strings.TrimPrefix(strings.ToLower(strings.TrimSpace(id)), "databricks-")
}

// order is the catalog's order: see Models.
func order(a, b Model) int {
	return cmp.Or(
		cmp.Compare(rank(a), rank(b)),
		cmp.Compare(a.Vendor, b.Vendor),
		cmp.Compare(b.Released, a.Released),
		cmp.Compare(a.ID, b.ID),
	)
}

func rank(m Model) int {
	n := 3
	switch m.Vendor {
	case "Anthropic":
		n = 0
	case "OpenAI":
		n = 1
	case "Google":
		n = 2
	case Other:
		n = 4
	}
	if m.Served == No {
		n += 5
	}
	return n
}

// validID reports whether an id from outside can be sent and shown as it is.
func validID(id string) bool {
	return id != "" && printable(id) == id && !strings.Contains(id, " ")
}

// printable drops what could disturb a terminal: the catalog is written by
// many hands, and its names are shown.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) {
			return r
		}
		return -1
	}, s)
}

package page

import (
	"context"
	"io"
	"time"

	"github.com/charmbracelet/colorprofile"

	"neonchat/catalog"
	"neonchat/chat"
)

// Deps is what the program needs from outside. Its functions may be slow unless
// they say otherwise: they are called in commands, never in Update.
type Deps struct {
	Gateway

	// Missing says why there is no gateway. Demo starts one that needs no
	// credentials.
	Missing Problem
	Demo    func(context.Context) (Gateway, error)

	Known catalog.Catalog // every known model, whether the branch serves it or not

	// Resolve resolves MODEL[:EFFORT][@DIALECT] to a model and the options that
	// the user has set for every question. Target is the one to begin with.
	Resolve func(target string) (chat.Model, catalog.Model, chat.Options, error)
	Target  string
	Chosen  bool // the user chose Target, now or in the settings: ask it, served or not

	// Explain says what an answer lacks, if anything, and what to do about it.
	Explain func(a chat.Answer, err error, o chat.Options) Problem

	// Compare opens the program on the compare page; nil opens it on the chat.
	// Sets are the named sets of targets from the settings.
	Compare *Comparison
	Sets    map[string][]string

	// Store keeps the sessions; nil keeps none. Begin finds the session to begin
	// with; nil begins a new one. Named says that the user named Target for this
	// run, so that it takes precedence over a session's own model.
	Store chat.Store
	Begin func(context.Context) (*chat.Session, error)
	Named bool

	// Next waits for another gateway, because the branch was switched or its
	// credentials are new. It isn't called again after an error. It may be nil.
	Next func(context.Context) (Gateway, error)

	// Told brings problems of the store that the user has to know. It may be nil.
	Told <-chan Problem

	Keep     Keeper
	Doctor   func(context.Context) string
	ReadFile func(path string) (chat.File, error)
	Editor   []string           // the command that edits a file; the file's name is appended
	Copy     func(string) error // writes to the system's clipboard; nil where that isn't possible
	Open     func(string) error // opens a web page; nil where that isn't possible
	Dir      string             // the folder where files are completed and written

	In          io.Reader
	Out         io.Writer
	Environment []string
	Colour      colorprofile.Profile
	Style       string // a glamour style or its file; "" follows the background
	Light       bool   // the background is light; used until the terminal reports it

	Keys    map[string][]string              // keys by action, instead of the usual ones: see CheckKeys
	Notify  bool                             // notify when a long answer is done and the terminal has no focus
	Timeout time.Duration                    // the longest that an answer may take; 0 is no limit
	Now     func() time.Time                 // nil is time.Now
	Shuffle func(n int, swap func(i, j int)) // nil shuffles at random
	Leaving func() context.Context           // bounds the work after the program was left; nil is ten seconds
	Frame   time.Duration                    // the shortest time between two frames of a growing answer; 0 is 33 ms
}

// A Gateway is what answers. Without a Streamer there is no gateway.
type Gateway struct {
	Streamer chat.Streamer
	Branch   chat.Branch
	Console  string   // the branch's page in the Neon Console, or ""
	Sources  []string // what was found where, one line each
	Notices  []string // notices to show, one line each

	// Listed is the catalog joined with what the branch served when it was last
	// asked; empty when it never was.
	Listed catalog.Catalog

	// Live asks the branch what it serves and joins that with the catalog. It is
	// called after the first frame. It may be nil.
	Live func(context.Context) (catalog.Catalog, error)

	// Used records which model answered last. It may be nil.
	Used func(model string)
}

// A Comparison is what the compare page begins with. A question is asked at
// once; without one the user writes it there.
type Comparison struct {
	Targets  []string // 2 to 8 of MODEL[:EFFORT][@DIALECT]
	Question []chat.Part
	Blind    bool   // unnamed and shuffled until the vote
	Tag      string // given to the votes
}

// A Problem says what went wrong and, as Hint, what to do about it. The zero
// Problem is none.
type Problem struct{ Text, Hint string }

// A Keeper keeps things between runs. Its methods are called one at a time.
type Keeper interface {
	Load() (Kept, error)
	Asked(prompt string) error // adds a prompt to the history of prompts
	Draft(text string) error   // replaces the draft

	// Models changes the favourites and the recently used models, the latest
	// first. Another chat may have changed them since Load.
	Models(change func(favourites, recent []string) ([]string, []string)) error
}

// Kept is what a Keeper keeps.
type Kept struct {
	Asked      []string // oldest first
	Draft      string
	Favourites []string // ids of models
	Recent     []string // likewise, the latest first
}

// Models is what is known of the models before the branch is asked.
func (d Deps) Models() catalog.Catalog {
	if d.Listed.Joined() {
		return d.Listed
	}
	return d.Known
}

// Time is the current time.
func (d Deps) Time() time.Time {
	if d.Now != nil {
		return d.Now()
	}
	return time.Now()
}

// Closing returns the context of the work after the program was left.
func (d Deps) Closing() (context.Context, context.CancelFunc) {
	if d.Leaving != nil {
		return context.WithCancel(d.Leaving())
	}
	return context.WithTimeout(context.Background(), 10*time.Second)
}

// FrameTime is the shortest time between two frames of a growing answer.
func (d Deps) FrameTime() time.Duration {
	if d.Frame > 0 {
		return d.Frame
	}
	return 33 * time.Millisecond
}

package page

import (
	"context"
	"io"
	"time"

	"github.com/charmbracelet/colorprofile"

	"neonchat/catalog"
	"neonchat/chat"
)

// Deps is what the program needs of the world. Functions may be slow unless
// they say otherwise: they are called off the program's loop.
type Deps struct {
	Gateway

	// Missing says why there is no gateway, and Demo starts one that needs no
	// credentials.
	Missing Problem
	Demo    func(context.Context) (Gateway, error)

	Known catalog.Catalog // at hand, whatever the branch serves of it

	// Resolve makes a model of MODEL[:EFFORT][@DIALECT], and the options that
	// the user has set for every question. Target is the first one.
	Resolve func(target string) (chat.Model, catalog.Model, chat.Options, error)
	Target  string
	Chosen  bool // by the user, now or in the settings: it is asked, served or not

	// Explain says what an answer lacks, if anything, and what to do about it.
	Explain func(a chat.Answer, err error, o chat.Options) Problem

	// Compare opens the program on the compare screen; nil opens it on the chat.
	// Sets are targets by the name that the settings have for them.
	Compare *Comparison
	Sets    map[string][]string

	// Store keeps the sessions; nil keeps none. Begin finds the one to begin with;
	// nil begins another. Named says that Target is the user's word for now, so
	// that a session's own model doesn't rule over it.
	Store chat.Store
	Begin func(context.Context) (*chat.Session, error)
	Named bool

	// Next waits until another gateway is to be talked to, because the branch was
	// switched or its credentials are new. An error is the last that it says. It
	// may be nil.
	Next func(context.Context) (Gateway, error)

	// Told brings what the user has to know of the store's troubles. It may be nil.
	Told <-chan Problem

	Keep     Keeper
	Doctor   func(context.Context) string
	ReadFile func(path string) (chat.File, error)
	Editor   []string           // the command that edits a file given behind it
	Copy     func(string) error // the system's clipboard; nil where it can't be reached
	Open     func(string) error // shows a web page; nil where it can't
	Dir      string             // where files are completed and written

	In          io.Reader
	Out         io.Writer
	Environment []string
	Colour      colorprofile.Profile
	Style       string // a glamour style or its file; "" goes with the background
	Light       bool   // the background, until the terminal tells

	Keys    map[string][]string              // action to keys, instead of the usual ones: see CheckKeys
	Notify  bool                             // tell when a long answer is done and nobody looks
	Timeout time.Duration                    // of an answer; 0 is none
	Now     func() time.Time                 // nil is time.Now
	Shuffle func(n int, swap func(i, j int)) // nil shuffles by chance
	Leaving func() context.Context           // bounds what is done when the program was left; nil is ten seconds
	Frame   time.Duration                    // how often a growing answer is shown, at most; 0 is 33 ms
}

// A Gateway is who answers. Without a Streamer there is none.
type Gateway struct {
	Streamer chat.Streamer
	Branch   chat.Branch
	Console  string   // the branch's page in the Neon Console, or ""
	Sources  []string // what was found where, a line each
	Notices  []string // sentences worth a line

	// Listed is the catalog joined with what the branch served when it was last
	// asked, empty where it never was.
	Listed catalog.Catalog

	// Live is the catalog joined with what the branch serves, asked once the
	// first frame stands. It may be nil.
	Live func(context.Context) (catalog.Catalog, error)

	// Used keeps which model has answered last. It may be nil.
	Used func(model string)
}

// A Comparison is what the compare screen begins with. A question is asked at
// once; without one the user writes it there.
type Comparison struct {
	Targets  []string // 2 to 8 of MODEL[:EFFORT][@DIALECT]
	Question []chat.Part
	Blind    bool   // unnamed and shuffled until the vote
	Tag      string // of the votes
}

// A Problem is what went wrong and what to do about it. The zero Problem is
// none.
type Problem struct{ Text, Hint string }

// A Keeper remembers between runs. Its methods are called one at a time.
type Keeper interface {
	Load() (Kept, error)
	Asked(prompt string) error // adds to what was ever asked
	Draft(text string) error   // replaces the draft

	// Models changes which models are favourites and which were used last, the
	// latest first. Another chat may have changed them since Load.
	Models(change func(favourites, recent []string) ([]string, []string)) error
}

// Kept is what a Keeper remembers.
type Kept struct {
	Asked      []string // oldest first
	Draft      string
	Favourites []string // ids of models
	Recent     []string // the same, the latest first
}

// Models is what is known of the models before the branch was asked.
func (d Deps) Models() catalog.Catalog {
	if d.Listed.Joined() {
		return d.Listed
	}
	return d.Known
}

func (d Deps) Time() time.Time {
	if d.Now != nil {
		return d.Now()
	}
	return time.Now()
}

// Closing is the context of the way out.
func (d Deps) Closing() (context.Context, context.CancelFunc) {
	if d.Leaving != nil {
		return context.WithCancel(d.Leaving())
	}
	return context.WithTimeout(context.Background(), 10*time.Second)
}

func (d Deps) FrameTime() time.Duration {
	if d.Frame > 0 {
		return d.Frame
	}
	return 33 * time.Millisecond
}

package chat

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// A Store keeps sessions. Several goroutines may call its methods, and several
// programs may use the same store at once. Once a method returns nil, its changes
// survive a crash. Every method returns when its context ends.
//
// A session id may be shortened to a unique prefix. An unknown id gives ErrNoSession;
// a prefix of several ids gives an *AmbiguousError.
type Store interface {
	// Save adds messages to the session with the given head, all of them or none. It
	// creates the session if needed. In an existing session it changes only the leaf
	// and the update time, which never goes back, and fills in an empty title. A
	// message that already exists is replaced in place, so a growing answer can be
	// saved repeatedly.
	//
	// Save returns ErrOrphan if a message's parent is neither stored nor given before
	// it, or if the leaf doesn't exist. That means the session was deleted in the
	// meantime; saving the whole session restores it.
	//
	// Save also records the name of the branch, unless a later update has set it.
	Save(ctx context.Context, h Head, messages ...Message) error

	// Change sets the fields that c names and leaves the rest alone. It doesn't count
	// as an update.
	Change(ctx context.Context, id string, c Change) error

	// Load returns the whole session, with its messages in the order they were added.
	Load(ctx context.Context, id string) (*Session, error)

	// List returns the sessions in a scope: pinned ones first, then the most recently
	// updated.
	List(ctx context.Context, s Scope) ([]Summary, error)

	// Search finds the messages in a scope that contain all the words, ignoring case,
	// best matches first. The last word may be a prefix if it has more than one letter.
	// Words in double quotes must be adjacent. In languages without spaces, any part
	// of a sentence matches, and words of other languages in between still match as
	// words. If very many messages match, Search may return only the latest.
	Search(ctx context.Context, s Scope, words string) ([]Hit, error)

	// Branches returns the branches that have sessions, the latest first. It leaves
	// out the demo's branch.
	Branches(ctx context.Context) ([]Branch, error)

	// Delete removes a session. To restore it, save what Load returned before.
	Delete(ctx context.Context, id string) error

	Close() error
}

// A Change lists what a user changes in a session. A nil field is left alone.
type Change struct {
	Title  *string
	Pinned *bool
	Leaf   *string  // an existing message, else ErrNoMessage; "" is before the first message
	Remove []string // messages to remove with all their descendants; missing ones are ignored
}

// DemoBranch is the id of the offline gateway's branch. Its sessions are only play:
// they are included only in a Scope that names it.
const DemoBranch = "demo"

// A Scope selects sessions. The zero Scope selects all but the demo's.
type Scope struct {
	Branch  string    // the id of a branch
	Project string    // the id of a project
	Match   string    // words that the title, the last words and the model have, all of them, in any case and order
	Before  time.Time // of the last update
	Limit   int       // the most to give
}

// A Summary is a session in a list.
type Summary struct {
	Head
	Model     string  // of the last answer on the path to the leaf
	LastWords string  // the start of the last text on the path to the leaf, on one line
	Turns     int     // the number of questions, counting every version
	Cost      float64 // USD, summed over the answers whose cost is known, without copied ones
	Unpriced  int     // the number of answers with text or usage but an unknown cost, without copied ones
}

// A Hit is a message that matches a search.
type Hit struct {
	Session Head
	Message string // its id
	Role    Role
	At      time.Time
	Excerpt []Span // the text around the match
}

// A Span is a piece of an excerpt. Found marks a match.
type Span struct {
	Text  string
	Found bool
}

// ErrNoSession reports that no session has the given id.
var ErrNoSession = errors.New("there is no such session")

// ErrOrphan reports that a message can't be saved because its parent isn't stored.
var ErrOrphan = errors.New("the message that this one follows is not kept")

// ErrNoMessage reports that a session has no message with the given id.
var ErrNoMessage = errors.New("there is no such message in the session")

// An AmbiguousError reports that several session ids begin with the given prefix.
type AmbiguousError struct{ Prefix string }

func (e *AmbiguousError) Error() string {
	return fmt.Sprintf("several sessions' ids begin with %q", e.Prefix)
}

// A Ballot keeps votes on answers. A Store may implement it.
type Ballot interface {
	// Vote saves a vote, replacing any vote with the same id.
	Vote(ctx context.Context, v Vote) error
	Votes(ctx context.Context, tag string) ([]Vote, error) // "" gives all, oldest first
}

// A Vote is a choice between answers to one question. With neither a Winner nor a
// Tie, no answer was good. Judge is the model that chose, or "" for the user.
type Vote struct {
	ID       string
	At       time.Time
	Branch   string // the branch's id
	Session  string // may be empty
	Question string // the message's id; may be empty
	Tag      string
	Blind    bool
	Targets  []string // the candidates
	Winner   string   // one of them
	Tie      bool     // between all candidates
	Judge    string
}

// Unsaved holds what could not be written to a store.
type Unsaved struct {
	Sessions []*Session        // or parts of sessions
	Changes  map[string]Change // to apply after Sessions, by session id
	Votes    []Vote
}

func (u Unsaved) empty() bool { return len(u.Sessions)+len(u.Changes)+len(u.Votes) == 0 }

// An Aside can immediately set aside, next to the store, what can't be saved there
// now. Whoever opens the store next saves it. A Store may implement it.
type Aside interface{ PutAside(Unsaved) error }

// An UnsavedError reports that not everything was saved at the end.
type UnsavedError struct {
	Aside bool  // the rest was set aside; otherwise it is lost
	Err   error // why
}

func (e *UnsavedError) Error() string {
	what := "what came last is not kept"
	if e.Aside {
		what = "what came last is put aside until the next start"
	}
	if e.Err == context.Canceled || e.Err == context.DeadlineExceeded { // time ran out
		return what
	}
	return what + ": " + e.Err.Error()
}

func (e *UnsavedError) Unwrap() error { return e.Err }

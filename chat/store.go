package chat

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// A Store keeps sessions. Every method may be called from several goroutines,
// and by several programs on the same store at once. A method that returns nil
// has written down what it was given: it is there after a crash. Whatever it
// waits for, a method returns when its context ends.
//
// An id of a session may be shortened to a prefix that no other session has; an
// unknown one is ErrNoSession, a prefix of several an *AmbiguousError.
type Store interface {
	// Save puts messages into the session of the given head, all of them or
	// none, and makes the session when it isn't there yet. Of a session that is
	// there only the leaf and the moment of the update change, which never goes
	// back; a title that is still empty is filled. A message that is there is
	// replaced, and keeps its place: an answer is saved while it grows.
	//
	// A message that follows one which is neither there nor given before it,
	// and a leaf that isn't there, are an ErrOrphan: the session was deleted
	// meanwhile, and saving it whole brings it back.
	//
	// A branch is called as it was when something was last said on it.
	Save(ctx context.Context, h Head, messages ...Message) error

	// Change changes what c names and leaves the rest. It doesn't count as an
	// update.
	Change(ctx context.Context, id string, c Change) error

	// Load gives a session whole, its messages in the order in which they came.
	Load(ctx context.Context, id string) (*Session, error)

	// List gives the sessions of a scope: pinned ones first, then those that
	// something was said in last.
	List(ctx context.Context, s Scope) ([]Summary, error)

	// Search finds the messages of a scope that have all the words, in any case,
	// those first that fit best. The last word may be the start of one, when it
	// has more than a letter; words in double quotes stand together; in a
	// language without spaces any part of a sentence is a word, and what is
	// written between in another language has its words. Of very many messages
	// it may give the latest ones only.
	Search(ctx context.Context, s Scope, words string) ([]Hit, error)

	// Branches gives the branches that have sessions, the latest first, without
	// the demo's.
	Branches(ctx context.Context) ([]Branch, error)

	// Delete removes a session. Saving what Load gave before brings it back.
	Delete(ctx context.Context, id string) error

	Close() error
}

// A Change is what a user changes of a session; nil leaves a field alone.
type Change struct {
	Title  *string
	Pinned *bool
	Leaf   *string  // a message of the session, else ErrNoMessage; "" is before the first
	Remove []string // messages, with all that follows them; one that isn't there is gone already
}

// DemoBranch is the id of the offline gateway's branch. What was said on it is
// play: only a Scope that names it has it.
const DemoBranch = "demo"

// A Scope is the sessions to look at. The zero Scope is all of them but the
// demo's.
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
	Model     string  // of the last answer on the way to the leaf
	LastWords string  // the start of the last text on the way to the leaf, on one line
	Turns     int     // questions, all versions of them
	Cost      float64 // USD, of the answers whose cost is known, but not of copied ones
	Unpriced  int     // answers that said something, or were counted, whose cost isn't, but not copied ones
}

// A Hit is a message that was searched for.
type Hit struct {
	Session Head
	Message string // its id
	Role    Role
	At      time.Time
	Excerpt []Span // of the text, around what was found
}

// A Span is a piece of an excerpt; Found marks what was searched for.
type Span struct {
	Text  string
	Found bool
}

// ErrNoSession says that there is no session with that id.
var ErrNoSession = errors.New("there is no such session")

// ErrOrphan says that a message was to be kept without the one that it follows.
var ErrOrphan = errors.New("the message that this one follows is not kept")

// ErrNoMessage says that a session has no message with that id.
var ErrNoMessage = errors.New("there is no such message in the session")

// An AmbiguousError says that several sessions' ids begin with a prefix.
type AmbiguousError struct{ Prefix string }

func (e *AmbiguousError) Error() string {
	return fmt.Sprintf("several sessions' ids begin with %q", e.Prefix)
}

// A Ballot keeps votes on answers. A Store may be one.
type Ballot interface {
	// Vote keeps a vote, in the place of one with the same id.
	Vote(ctx context.Context, v Vote) error
	Votes(ctx context.Context, tag string) ([]Vote, error) // "" gives all, oldest first
}

// A Vote is a choice between answers to one question. With neither a Winner nor
// a Tie, none of them was good. Judge is the model that chose, "" for the user.
type Vote struct {
	ID       string
	At       time.Time
	Branch   string // its id
	Session  string // may be empty
	Question string // the id of the message, may be empty
	Tag      string
	Blind    bool
	Targets  []string // those that were to choose from
	Winner   string   // one of them
	Tie      bool     // between all of them
	Judge    string
}

// Unsaved is what was to be written to a store and isn't.
type Unsaved struct {
	Sessions []*Session        // or parts of them
	Changes  map[string]Change // behind that, by the sessions' ids
	Votes    []Vote
}

func (u Unsaved) empty() bool { return len(u.Sessions)+len(u.Changes)+len(u.Votes) == 0 }

// An Aside puts down beside a store, at once, what can't be saved there now. It
// is saved by whoever opens the store next. A Store may be one.
type Aside interface{ PutAside(Unsaved) error }

// An UnsavedError says that not everything is saved at the end.
type UnsavedError struct {
	Aside bool  // the rest is put aside; else it is lost
	Err   error // why
}

func (e *UnsavedError) Error() string {
	what := "what came last is not kept"
	if e.Aside {
		what = "what came last is put aside until the next start"
	}
	if e.Err == context.Canceled || e.Err == context.DeadlineExceeded { // there was no time
		return what
	}
	return what + ": " + e.Err.Error()
}

func (e *UnsavedError) Unwrap() error { return e.Err }

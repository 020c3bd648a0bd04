package page

import (
	tea "charm.land/bubbletea/v2"

	"neonchat/catalog"
	"neonchat/ui/draft"
)

// An Intent is what a page wants from the rest of the program: one of the types
// below, a tea.Cmd to be run, or nil.
type Intent any

type (
	Batch    []Intent              // each of them, in order
	Quit     struct{}              // end the program
	Leave    struct{}              // close the overlay on top
	Open     struct{ Over Page }   // lay an overlay over the page
	Begin    struct{}              // replace the welcome by the chat
	Write    struct{ Text string } // put a prompt into the composer
	Copy     struct{ Text, What string }
	OpenLink struct{ Link string }
	Notice   struct{ Text string }    // show a line above the composer until the next key
	Replay   struct{ Msgs []tea.Msg } // handle keys that were typed before their screen came
	Compare  struct {                 // open the compare page and ask the draft there
		Comparison
		Draft draft.Draft
	}
	BackToChat struct{} // return from the compare page

	// ChooseModel opens the picker with the cursor on Now. Use is called with the
	// model that is chosen; Price, unless it is nil, says what that costs at once.
	// Compare is called with several marked targets, Marks being those marked at
	// first; when it is nil, none can be marked.
	ChooseModel struct {
		Title   string
		Now     Choice
		Use     func(Choice) Intent
		Price   func(catalog.Model) string
		Compare func(targets []string) Intent
		Marks   []string
	}

	// ListSessions opens the sessions screen, filtered by Words; with Text it searches
	// every message for them instead. Page is the id of the session on the page; Under
	// reports whether an answer is under way in a session.
	ListSessions struct {
		Page  string
		Under func(id string) bool
		Words string
		Text  bool
	}

	// OpenSession shows a session at a message and a word in it, or at its end.
	// Done, unless nil, is called when the session is shown or has failed to load.
	OpenSession struct {
		ID, Message, Word string
		Done              func(error) Intent
	}
	CancelOpen struct{} // stop opening a session
	Renamed    struct{ ID, Title string }
	Deleted    struct{ ID string }

	ShowStandings struct{ Tag string } // begin with the votes that have Tag
	ShowPage      struct{ Title, Text string }
)

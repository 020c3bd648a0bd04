package page

import (
	tea "charm.land/bubbletea/v2"

	"neonchat/ui/draft"
)

// An Intent is what a screen wants of the rest of the program: one of the types
// below, a tea.Cmd to be run, or nil.
type Intent any

type (
	Batch    []Intent              // one after the other
	Quit     struct{}              // the program
	Leave    struct{}              // take the screen on top away
	Open     struct{ Over Page }   // lay a screen over the page
	Begin    struct{}              // the chat takes the place of the welcome
	Write    struct{ Text string } // put a prompt into the composer
	Copy     struct{ Text, What string }
	OpenLink struct{ Link string }
	Notice   struct{ Text string }    // for a moment, beside the composer
	Replay   struct{ Msgs []tea.Msg } // what was typed before its screen came
	Compare  struct {                 // several models, on a page of its own; the draft is asked
		Comparison
		Draft draft.Draft
	}
	BackToChat struct{} // from there back to the chat

	// ChooseModel opens the picker on the model now in use. Use takes the one that is
	// chosen. Compare takes several targets that are marked, as marks are at first;
	// nil: none can be.
	ChooseModel struct {
		Title   string
		Now     Choice
		Use     func(Choice) Intent
		Compare func(targets []string) Intent
		Marks   []string
	}

	// ListSessions opens the sessions, those with some words where there are any, or
	// the search of every message for them. Page is the session that is on the page;
	// under reports whether an answer is under way in one.
	ListSessions struct {
		Page  string
		Under func(id string) bool
		Words string
		Text  bool
	}

	// OpenSession shows a session at a message and a word in it, or at its end.
	// Done is called, unless it is nil, when it is there or can't be.
	OpenSession struct {
		ID, Message, Word string
		Done              func(error) Intent
	}
	CancelOpen struct{} // whatever was to be opened
	Renamed    struct{ ID, Title string }
	Deleted    struct{ ID string }

	ShowStandings struct{ Tag string } // at first those of the votes with it
	ShowPage      struct{ Title, Text string }
)

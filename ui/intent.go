package ui

import (
	tea "charm.land/bubbletea/v2"

	"neonchat/ui/draft"
)

// An intent is what a screen wants of the rest of the program: one of the types
// below, a tea.Cmd to be run, or nil.
type intent any

type (
	both    []intent              // one after the other
	quit    struct{}              // the program
	leave   struct{}              // take the screen on top away
	open    struct{ over screen } // lay a screen over the page
	begin   struct{}              // the chat takes the place of the welcome
	write   struct{ text string } // put a prompt into the composer
	copyOut struct{ text, what string }
	follow  struct{ link string }
	say     struct{ text string }    // for a moment, beside the composer
	again   struct{ msgs []tea.Msg } // what was typed before its screen came
	compare struct {                 // several models, on a page of its own; the draft is asked
		Comparison
		draft draft.Draft
	}
	goOn struct{} // from there back to the chat

	// chooseModel opens the picker on the model now in use. Use takes the one that is
	// chosen. Compare takes several targets that are marked, as marks are at first;
	// nil: none can be.
	chooseModel struct {
		title   string
		now     choice
		use     func(choice) intent
		compare func(targets []string) intent
		marks   []string
	}

	// listSessions opens the sessions, those with some words where there are any, or
	// the search of every message for them. Page is the session that is on the page;
	// under reports whether an answer is under way in one.
	listSessions struct {
		page  string
		under func(id string) bool
		words string
		text  bool
	}

	// openSession shows a session at a message and a word in it, or at its end.
	// Done is called, unless it is nil, when it is there or can't be.
	openSession struct {
		id, message, word string
		done              func(error) intent
	}
	stay    struct{} // whatever was to be opened
	renamed struct{ id, title string }
	deleted struct{ id string }

	showStandings struct{ tag string } // at first those of the votes with it
	showPage      struct{ title, text string }
)

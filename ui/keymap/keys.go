package keymap

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"charm.land/bubbles/v2/key"
)

// An Action is what a key does, by its name in the settings.
type Action string

// A Zone is a place where keys have a meaning of their own. Its text is a
// heading of the help.
type Zone string

const (
	Writing   Zone = "Writing"
	Walking   Zone = "Selecting messages (tab)"
	Queueing  Zone = "What is queued (up)"
	Comparing Zone = "Comparing (tab)"
	Listing   Zone = "Lists"
	Paging    Zone = "Pages"
)

const (
	Send     Action = "send"
	Newline  Action = "newline"
	Stop     Action = "stop"
	Break    Action = "interrupt"
	Models   Action = "models"
	Search   Action = "search"
	Editor   Action = "editor"
	Unfold   Action = "open-paste"
	Thoughts Action = "reasoning"
	Walk     Action = "walk"
	PageUp   Action = "page-up"
	PageDown Action = "page-down"
	Top      Action = "top"
	Bottom   Action = "bottom"
	Help     Action = "help"
	Suspend  Action = "suspend"
	Up       Action = "up"
	Down     Action = "down"
	Sessions Action = "sessions"
	Served   Action = "served"

	Left      Action = "left"
	Right     Action = "right"
	WordLeft  Action = "word-left"
	WordRight Action = "word-right"
	Home      Action = "line-start"
	End       Action = "line-end"
	Back      Action = "delete-left"
	Delete    Action = "delete-right"
	KillWord  Action = "delete-word"
	KillLeft  Action = "delete-to-start"
	KillRight Action = "delete-to-end"
	Yank      Action = "put-back"

	Next     Action = "walk-next"
	Previous Action = "walk-previous"
	Copy     Action = "walk-copy"
	Code     Action = "walk-code"
	Link     Action = "walk-link"
	Fold     Action = "walk-fold"
	Thought  Action = "walk-reasoning"
	Redo     Action = "walk-retry"
	Other    Action = "walk-other"
	GoOn     Action = "walk-continue"
	Edit     Action = "walk-edit"
	Fork     Action = "walk-fork"
	Origin   Action = "walk-origin"
	Older    Action = "walk-older"
	Newer    Action = "walk-newer"
	Save     Action = "walk-save"
	First    Action = "walk-first"
	Last     Action = "walk-last"
	Leave    Action = "walk-leave"

	QueueUp    Action = "queue-up"
	QueueDown  Action = "queue-down"
	Sooner     Action = "queue-sooner"
	Later      Action = "queue-later"
	Take       Action = "queue-edit"
	Drop       Action = "queue-remove"
	QueueLeave Action = "queue-leave"

	Pick       Action = "compare-pick"
	Column     Action = "compare-column"
	NextColumn Action = "compare-next"
	PrevColumn Action = "compare-previous"
	Again      Action = "compare-retry"
	TakeUp     Action = "compare-continue"
	Another    Action = "compare-model"
	Nearest    Action = "compare-served"
	StopOne    Action = "compare-stop"
	StopAll    Action = "compare-leave"
	Zoom       Action = "compare-zoom"
	Sync       Action = "compare-together"
	Diff       Action = "compare-diff"
	Blind      Action = "compare-blind"
	Vote       Action = "compare-vote"
	Tie        Action = "compare-tie"
	None       Action = "compare-none"
	Standings  Action = "compare-standings"
	CopyColumn Action = "compare-copy"
	Mind       Action = "compare-reasoning"
	RowUp      Action = "compare-up"
	RowDown    Action = "compare-down"
	Write      Action = "compare-write"

	Choose    Action = "list-choose"
	ListUp    Action = "list-up"
	ListDown  Action = "list-down"
	ListPgUp  Action = "list-page-up"
	ListPgDn  Action = "list-page-down"
	ListLeave Action = "list-leave"
	Favourite Action = "list-favourite"
	Text      Action = "list-search"
	Rename    Action = "list-rename"
	Remove    Action = "list-delete"
	Undo      Action = "list-undo"
	Field     Action = "list-field"
	Mark      Action = "list-mark"

	PageLeave Action = "page-leave"
	LineUp    Action = "page-line-up"
	LineDown  Action = "page-line-down"
	UpPage    Action = "page-back"
	DownPage  Action = "page-forward"
	NextTally Action = "standings-next"
	PrevTally Action = "standings-previous"
)

// A Binding is one line of the table of keys: the help shows it, the settings
// change it, and no key does anything that isn't in the table.
type Binding struct {
	key.Binding
	Zone   Zone
	Action Action
}

func bind(z Zone, a Action, help string, keys ...string) Binding {
	return Binding{key.NewBinding(key.WithKeys(keys...), key.WithHelp(firstKey(keys), help)), z, a}
}

// firstKey is the key that hints name.
func firstKey(keys []string) string {
	if len(keys) == 0 {
		return ""
	}
	return keys[0]
}

// Usual is the table without the user's own keys.
func Usual() []Binding {
	return []Binding{
		bind(Writing, Send, "send; while an answer comes: queue; with nothing written, after an error or a cut: ask again or continue", "enter"),
		bind(Writing, Newline, "new line (so does \\ before enter)", "ctrl+j", "alt+enter", "shift+enter"),
		bind(Writing, Stop, "stop the answer; if nothing came, the prompt returns; twice with nothing written: edit the last question", "esc"),
		bind(Writing, Break, "stop, then clear, then (twice) quit", "ctrl+c"),
		bind(Writing, Up, "line up; on the first line to what is queued, else to what was asked before", "up"),
		bind(Writing, Down, "line down", "down"),
		bind(Writing, Search, "search all that was ever asked", "ctrl+r"),
		bind(Writing, Editor, "write in $EDITOR", "ctrl+o"),
		bind(Writing, Unfold, "open a paste, or have a pasted @file or /command act", "ctrl+x"),
		bind(Writing, Walk, "complete a /command or an @file; else select messages", "tab"),
		bind(Writing, Models, "choose the model, effort, temperature, dialect", "ctrl+l"),
		bind(Writing, Served, "where the branch doesn't serve the model: the nearest that it does", "alt+m"),
		bind(Writing, Thoughts, "show or fold the last reasoning", "ctrl+t"),
		bind(Writing, Sessions, "the sessions", "ctrl+s"),
		bind(Writing, PageUp, "page up", "pgup"),
		bind(Writing, PageDown, "page down", "pgdown"),
		bind(Writing, Top, "to the start", "ctrl+home"),
		bind(Writing, Bottom, "to the end, and follow it", "ctrl+end"),
		bind(Writing, Help, "these keys (? with nothing written)", "?", "f1"),
		bind(Writing, Suspend, "suspend", "ctrl+z"),
		bind(Writing, Left, "left", "left", "ctrl+b"),
		bind(Writing, Right, "right", "right", "ctrl+f"),
		bind(Writing, WordLeft, "word left", "ctrl+left", "alt+left", "alt+b"),
		bind(Writing, WordRight, "word right", "ctrl+right", "alt+right", "alt+f"),
		bind(Writing, Home, "start of the line", "home", "ctrl+a"),
		bind(Writing, End, "end of the line", "end", "ctrl+e"),
		bind(Writing, Back, "delete left", "backspace", "shift+backspace", "ctrl+h"),
		bind(Writing, Delete, "delete right", "delete", "ctrl+d"),
		bind(Writing, KillWord, "delete the word before", "ctrl+w", "alt+backspace", "ctrl+backspace"),
		bind(Writing, KillLeft, "delete to the start of the line", "ctrl+u"),
		bind(Writing, KillRight, "delete to the end of the line", "ctrl+k"),
		bind(Writing, Yank, "put back what was deleted", "ctrl+y"),

		bind(Walking, Next, "next message", "j", "down"),
		bind(Walking, Previous, "previous message", "k", "up"),
		bind(Walking, PageUp, "page up", "pgup", "ctrl+u"),
		bind(Walking, PageDown, "page down", "pgdown", "ctrl+d", "space"),
		bind(Walking, First, "first message", "g", "home", "ctrl+home"),
		bind(Walking, Last, "last message", "G", "end", "ctrl+end"),
		bind(Walking, Copy, "copy the message's Markdown", "y"),
		bind(Walking, Code, "copy one of its code blocks", "c"),
		bind(Walking, Link, "open one of its links", "o"),
		bind(Walking, Fold, "fold or unfold; ask what is to be asked", "enter"),
		bind(Walking, Thought, "show or fold its reasoning", "t"),
		bind(Walking, Redo, "answer again, beside this answer; enter asks", "r"),
		bind(Walking, Other, "the same, by another model, which enter asks", "R"),
		bind(Walking, GoOn, "continue an answer that was cut; enter asks", "."),
		bind(Walking, Edit, "edit the question, beside this one", "e"),
		bind(Walking, Fork, "go on from here in a session of its own", "f"),
		bind(Walking, Origin, "back to where this session was forked from", "b"),
		bind(Walking, Older, "the version before, where there are several", "h", "left"),
		bind(Walking, Newer, "the version after", "l", "right"),
		bind(Walking, Save, "keep its images in files", "s"),
		bind(Walking, Models, "choose the model", "ctrl+l"),
		bind(Walking, Sessions, "the sessions", "ctrl+s"),
		bind(Walking, Help, "these keys", "?", "f1"),
		bind(Walking, Break, "stop the answer, or leave", "ctrl+c"),
		bind(Walking, Leave, "back to writing", "esc", "tab"),

		bind(Queueing, QueueUp, "to the question before", "up"),
		bind(Queueing, QueueDown, "to the next; after the last back to writing", "down"),
		bind(Queueing, Take, "edit it; sent again it goes back to its place", "enter"),
		bind(Queueing, Drop, "remove it", "delete", "backspace"),
		bind(Queueing, Sooner, "ask it sooner", "alt+up", "shift+up"),
		bind(Queueing, Later, "ask it later", "alt+down", "shift+down"),
		bind(Queueing, QueueLeave, "back to writing", "esc", "tab"),

		bind(Comparing, Pick, "go on in the chat with this answer; the others stay beside it", "enter"),
		bind(Comparing, Column, "the same with the n-th answer; one out of sight comes to the front first", "1", "2", "3", "4", "5", "6", "7", "8"),
		bind(Comparing, NextColumn, "next column", "right", "l"),
		bind(Comparing, PrevColumn, "previous column", "left", "h"),
		bind(Comparing, RowUp, "up", "up", "k"),
		bind(Comparing, RowDown, "down", "down", "j"),
		bind(Comparing, PageUp, "page up", "pgup", "ctrl+u"),
		bind(Comparing, PageDown, "page down", "pgdown", "ctrl+d", "space"),
		bind(Comparing, First, "to the start", "g", "home", "ctrl+home"),
		bind(Comparing, Last, "to the end, and follow it", "G", "end", "ctrl+end"),
		bind(Comparing, Sync, "scroll all columns together, by heading and block", "s"),
		bind(Comparing, Zoom, "this column alone, on the whole screen", "z"),
		bind(Comparing, Diff, "this answer and the next word by word; a digit chooses another", "d"),
		bind(Comparing, Again, "ask this column again", "r"),
		bind(Comparing, TakeUp, "continue an answer that was cut", "."),
		bind(Comparing, Another, "ask another model in this column", "m", "ctrl+l"),
		bind(Comparing, Nearest, "the same, where the branch doesn't serve this one: the nearest that it does", "alt+m"),
		bind(Comparing, StopOne, "stop this answer", "x"),
		bind(Comparing, StopAll, "stop all; then back to the chat", "esc", "q"),
		bind(Comparing, Blind, "name nobody before the vote, and shuffle the columns", "b"),
		bind(Comparing, Vote, "vote: a digit for the best answer", "v"),
		bind(Comparing, Tie, "vote: they are equally good", "="),
		bind(Comparing, None, "vote: none of them is any good", "-"),
		bind(Comparing, Standings, "what the votes say of the models", "S"),
		bind(Comparing, CopyColumn, "copy this answer's Markdown", "y"),
		bind(Comparing, Mind, "show or fold its reasoning", "t", "ctrl+t"),
		bind(Comparing, Write, "write the next question to all of them", "tab"),
		bind(Comparing, Help, "these keys", "?", "f1"),
		bind(Comparing, Break, "stop all, then (twice) quit", "ctrl+c"),
		bind(Comparing, Suspend, "suspend", "ctrl+z"),

		bind(Listing, Choose, "choose", "enter"),
		bind(Listing, ListUp, "up", "up", "ctrl+p"),
		bind(Listing, ListDown, "down", "down", "ctrl+n"),
		bind(Listing, ListPgUp, "page up", "pgup"),
		bind(Listing, ListPgDn, "page down", "pgdown"),
		bind(Listing, Mark, "models: mark several, to compare them", "ctrl+space", "ctrl+x", "insert"),
		bind(Listing, Field, "models: on to effort, temperature, dialect; left and right change them; sessions: those of other branches", "tab"),
		bind(Listing, Favourite, "models: make a favourite, or no longer; sessions: pin", "ctrl+f"),
		bind(Listing, Text, "sessions: search every message (so does / at the start)", "ctrl+s"),
		bind(Listing, Rename, "sessions: rename", "ctrl+r"),
		bind(Listing, Remove, "sessions: delete", "ctrl+d"),
		bind(Listing, Undo, "sessions: bring back what was deleted", "ctrl+z"),
		bind(Listing, ListLeave, "back", "esc", "ctrl+c"),

		bind(Paging, LineUp, "up", "up", "k"),
		bind(Paging, LineDown, "down", "down", "j"),
		bind(Paging, UpPage, "page up", "pgup", "b"),
		bind(Paging, DownPage, "page down", "pgdown", "space"),
		bind(Paging, PrevTally, "standings: the tag before", "left", "h"),
		bind(Paging, NextTally, "standings: the tag after", "right", "l"),
		bind(Paging, PageLeave, "back", "esc", "q", "enter", "ctrl+c", "?", "f1"),
	}
}

// A Map finds the action of a key.
type Map struct {
	Table []Binding
	find  map[Zone]map[string]Action
}

// Check reports what is wrong with the keys that the settings give to actions:
// an unknown action, or a key that would do two things in one zone. Each line of
// the error begins with the action.
func Check(keys map[string][]string) error {
	_, err := New(keys)
	return err
}

// New makes the map of the usual keys, changed by the user's own.
func New(own map[string][]string) (Map, error) {
	m := Map{Usual(), map[Zone]map[string]Action{}}
	var known []string
	for i, b := range m.Table {
		known = append(known, string(b.Action))
		if keys, ok := own[string(b.Action)]; ok {
			m.Table[i].SetKeys(keys...)
			m.Table[i].SetHelp(firstKey(keys), b.Help().Desc)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(own)) {
		if !slices.Contains(known, name) {
			return m, fmt.Errorf("%s: there is no such action; there are %s", name, strings.Join(slices.Compact(slices.Sorted(slices.Values(known))), ", "))
		}
	}
	for _, b := range m.Table {
		if m.find[b.Zone] == nil {
			m.find[b.Zone] = map[string]Action{}
		}
		for _, k := range b.Keys() {
			if (b.Zone == Writing && b.Action != Help || b.Zone == Listing) && isText(k) {
				return m, fmt.Errorf("%s: the key %s is text where one writes; take one with ctrl or alt", b.Action, k)
			}
			if other, taken := m.find[b.Zone][k]; taken {
				return m, fmt.Errorf("%s: the key %s belongs to %s too", b.Action, k, other)
			}
			m.find[b.Zone][k] = b.Action
		}
	}
	return m, nil
}

// isText reports whether a key writes a character.
func isText(key string) bool { return key == "space" || utf8.RuneCountInString(key) == 1 }

// Action returns the action of a key in a zone, "" when it has none.
func (m Map) Action(z Zone, key string) Action { return m.find[z][key] }

// Key is the first key of an action, to be named in a hint.
func (m Map) Key(z Zone, a Action) string {
	for _, b := range m.Table {
		if b.Zone == z && b.Action == a {
			return b.Help().Key
		}
	}
	return ""
}

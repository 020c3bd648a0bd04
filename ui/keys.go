package ui

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"charm.land/bubbles/v2/key"
)

// An action is what a key does, by the name that the settings have for it.
type action string

// A zone is where a key does something.
type zone string

const (
	writing   zone = "Writing"
	walking   zone = "Walking the transcript (tab)"
	queueing  zone = "What is queued (up)"
	comparing zone = "Comparing (tab)"
	listing   zone = "Lists"
	paging    zone = "Pages"
)

const (
	actSend     action = "send"
	actNewline  action = "newline"
	actStop     action = "stop"
	actBreak    action = "interrupt"
	actModels   action = "models"
	actSearch   action = "search"
	actEditor   action = "editor"
	actUnfold   action = "open-paste"
	actThoughts action = "reasoning"
	actWalk     action = "walk"
	actPageUp   action = "page-up"
	actPageDown action = "page-down"
	actTop      action = "top"
	actBottom   action = "bottom"
	actHelp     action = "help"
	actSuspend  action = "suspend"
	actUp       action = "up"
	actDown     action = "down"
	actRetry    action = "retry"
	actContinue action = "continue"
	actSessions action = "sessions"

	actLeft      action = "left"
	actRight     action = "right"
	actWordLeft  action = "word-left"
	actWordRight action = "word-right"
	actHome      action = "line-start"
	actEnd       action = "line-end"
	actBack      action = "delete-left"
	actDelete    action = "delete-right"
	actKillWord  action = "delete-word"
	actKillLeft  action = "delete-to-start"
	actKillRight action = "delete-to-end"
	actYank      action = "put-back"

	actNext     action = "walk-next"
	actPrevious action = "walk-previous"
	actCopy     action = "walk-copy"
	actCode     action = "walk-code"
	actLink     action = "walk-link"
	actFold     action = "walk-fold"
	actThought  action = "walk-reasoning"
	actRedo     action = "walk-retry"
	actOther    action = "walk-other"
	actGoOn     action = "walk-continue"
	actEdit     action = "walk-edit"
	actFork     action = "walk-fork"
	actOrigin   action = "walk-origin"
	actOlder    action = "walk-older"
	actNewer    action = "walk-newer"
	actSave     action = "walk-save"
	actFirst    action = "walk-first"
	actLast     action = "walk-last"
	actLeave    action = "walk-leave"

	actQueueUp    action = "queue-up"
	actQueueDown  action = "queue-down"
	actSooner     action = "queue-sooner"
	actLater      action = "queue-later"
	actTake       action = "queue-edit"
	actDrop       action = "queue-remove"
	actQueueLeave action = "queue-leave"

	actPick       action = "compare-pick"
	actColumn     action = "compare-column"
	actNextColumn action = "compare-next"
	actPrevColumn action = "compare-previous"
	actAgain      action = "compare-retry"
	actTakeUp     action = "compare-continue"
	actAnother    action = "compare-model"
	actStopOne    action = "compare-stop"
	actStopAll    action = "compare-leave"
	actZoom       action = "compare-zoom"
	actSync       action = "compare-together"
	actDiff       action = "compare-diff"
	actBlind      action = "compare-blind"
	actVote       action = "compare-vote"
	actTie        action = "compare-tie"
	actNone       action = "compare-none"
	actStandings  action = "compare-standings"
	actCopyColumn action = "compare-copy"
	actMind       action = "compare-reasoning"
	actRowUp      action = "compare-up"
	actRowDown    action = "compare-down"
	actWrite      action = "compare-write"

	actChoose    action = "list-choose"
	actListUp    action = "list-up"
	actListDown  action = "list-down"
	actListPgUp  action = "list-page-up"
	actListPgDn  action = "list-page-down"
	actListLeave action = "list-leave"
	actFavourite action = "list-favourite"
	actText      action = "list-search"
	actRename    action = "list-rename"
	actRemove    action = "list-delete"
	actUndo      action = "list-undo"
	actField     action = "list-field"
	actMark      action = "list-mark"

	actPageLeave action = "page-leave"
	actLineUp    action = "page-line-up"
	actLineDown  action = "page-line-down"
	actUpPage    action = "page-back"
	actDownPage  action = "page-forward"
	actNextTally action = "standings-next"
	actPrevTally action = "standings-previous"
)

// A binding is a line of the one table of keys: the help shows it, the settings
// change it, and no key does anything that isn't in it.
type binding struct {
	key.Binding
	zone   zone
	action action
}

func bind(z zone, a action, help string, keys ...string) binding {
	return binding{key.NewBinding(key.WithKeys(keys...), key.WithHelp(firstKey(keys), help)), z, a}
}

// firstKey is the key that hints name.
func firstKey(keys []string) string {
	if len(keys) == 0 {
		return ""
	}
	return keys[0]
}

func usualKeys() []binding {
	return []binding{
		bind(writing, actSend, "send; while an answer comes: queue", "enter"),
		bind(writing, actNewline, "new line (so does \\ before enter)", "ctrl+j", "alt+enter", "shift+enter"),
		bind(writing, actStop, "stop the answer; if nothing came, the prompt returns", "esc"),
		bind(writing, actBreak, "stop, then clear, then (twice) quit", "ctrl+c"),
		bind(writing, actUp, "line up; on the first line to what is queued, else to what was asked before", "up"),
		bind(writing, actDown, "line down", "down"),
		bind(writing, actSearch, "search all that was ever asked", "ctrl+r"),
		bind(writing, actEditor, "write in $EDITOR", "ctrl+o"),
		bind(writing, actUnfold, "open a paste, or have a pasted @file or /command act", "ctrl+x"),
		bind(writing, actWalk, "complete a /command or an @file; else walk the transcript", "tab"),
		bind(writing, actModels, "choose the model, effort, temperature, dialect", "ctrl+l"),
		bind(writing, actThoughts, "show or fold the last reasoning", "ctrl+t"),
		bind(writing, actSessions, "the sessions", "ctrl+s"),
		bind(writing, actRetry, "after an error, with nothing written: ask again", "r"),
		bind(writing, actContinue, "after a cut answer, with nothing written: continue it", "."),
		bind(writing, actPageUp, "page up; with nothing written: walk the transcript", "pgup"),
		bind(writing, actPageDown, "page down", "pgdown"),
		bind(writing, actTop, "to the start", "ctrl+home"),
		bind(writing, actBottom, "to the end, and follow it", "ctrl+end"),
		bind(writing, actHelp, "these keys (? with nothing written)", "?", "f1"),
		bind(writing, actSuspend, "suspend", "ctrl+z"),
		bind(writing, actLeft, "left", "left", "ctrl+b"),
		bind(writing, actRight, "right", "right", "ctrl+f"),
		bind(writing, actWordLeft, "word left", "ctrl+left", "alt+left", "alt+b"),
		bind(writing, actWordRight, "word right", "ctrl+right", "alt+right", "alt+f"),
		bind(writing, actHome, "start of the line", "home", "ctrl+a"),
		bind(writing, actEnd, "end of the line", "end", "ctrl+e"),
		bind(writing, actBack, "delete left", "backspace", "shift+backspace", "ctrl+h"),
		bind(writing, actDelete, "delete right", "delete", "ctrl+d"),
		bind(writing, actKillWord, "delete the word before", "ctrl+w", "alt+backspace", "ctrl+backspace"),
		bind(writing, actKillLeft, "delete to the start of the line", "ctrl+u"),
		bind(writing, actKillRight, "delete to the end of the line", "ctrl+k"),
		bind(writing, actYank, "put back what was deleted", "ctrl+y"),

		bind(walking, actNext, "next message", "j", "down"),
		bind(walking, actPrevious, "previous message", "k", "up"),
		bind(walking, actPageUp, "page up", "pgup", "ctrl+u"),
		bind(walking, actPageDown, "page down", "pgdown", "ctrl+d", "space"),
		bind(walking, actFirst, "first message", "g", "home", "ctrl+home"),
		bind(walking, actLast, "last message", "G", "end", "ctrl+end"),
		bind(walking, actCopy, "copy the message's Markdown", "y"),
		bind(walking, actCode, "copy one of its code blocks", "c"),
		bind(walking, actLink, "open one of its links", "o"),
		bind(walking, actFold, "fold or unfold", "enter"),
		bind(walking, actThought, "show or fold its reasoning", "t"),
		bind(walking, actRedo, "answer again, beside this answer", "r"),
		bind(walking, actOther, "the same, by another model", "R"),
		bind(walking, actGoOn, "continue an answer that was cut", "."),
		bind(walking, actEdit, "edit the question, beside this one", "e"),
		bind(walking, actFork, "go on from here in a session of its own", "f"),
		bind(walking, actOrigin, "back to where this session was forked from", "b"),
		bind(walking, actOlder, "the version before, where there are several", "h", "left"),
		bind(walking, actNewer, "the version after", "l", "right"),
		bind(walking, actSave, "keep its images in files", "s"),
		bind(walking, actModels, "choose the model", "ctrl+l"),
		bind(walking, actSessions, "the sessions", "ctrl+s"),
		bind(walking, actHelp, "these keys", "?", "f1"),
		bind(walking, actBreak, "stop the answer, or leave", "ctrl+c"),
		bind(walking, actLeave, "back to writing", "esc", "tab", "q"),

		bind(queueing, actQueueUp, "to the question before", "up"),
		bind(queueing, actQueueDown, "to the next; after the last back to writing", "down"),
		bind(queueing, actTake, "edit it; sent again it goes back to its place", "enter"),
		bind(queueing, actDrop, "remove it", "delete", "backspace"),
		bind(queueing, actSooner, "ask it sooner", "alt+up", "shift+up"),
		bind(queueing, actLater, "ask it later", "alt+down", "shift+down"),
		bind(queueing, actQueueLeave, "back to writing", "esc", "tab"),

		bind(comparing, actPick, "go on in the chat with this answer; the others stay beside it", "enter"),
		bind(comparing, actColumn, "the same with the n-th answer; one out of sight comes to the front first", "1", "2", "3", "4", "5", "6", "7", "8"),
		bind(comparing, actNextColumn, "next column", "right", "l"),
		bind(comparing, actPrevColumn, "previous column", "left", "h"),
		bind(comparing, actRowUp, "up", "up", "k"),
		bind(comparing, actRowDown, "down", "down", "j"),
		bind(comparing, actPageUp, "page up", "pgup", "ctrl+u"),
		bind(comparing, actPageDown, "page down", "pgdown", "ctrl+d", "space"),
		bind(comparing, actFirst, "to the start", "g", "home", "ctrl+home"),
		bind(comparing, actLast, "to the end, and follow it", "G", "end", "ctrl+end"),
		bind(comparing, actSync, "scroll all columns together, by heading and block", "s"),
		bind(comparing, actZoom, "this column alone, on the whole screen", "z"),
		bind(comparing, actDiff, "this answer and the next word by word; a digit chooses another", "d"),
		bind(comparing, actAgain, "ask this column again", "r"),
		bind(comparing, actTakeUp, "continue an answer that was cut", "."),
		bind(comparing, actAnother, "ask another model in this column", "m", "ctrl+l"),
		bind(comparing, actStopOne, "stop this answer", "x"),
		bind(comparing, actStopAll, "stop all; then back to the chat", "esc", "q"),
		bind(comparing, actBlind, "name nobody before the vote, and shuffle the columns", "b"),
		bind(comparing, actVote, "vote: a digit for the best answer", "v"),
		bind(comparing, actTie, "vote: they are equally good", "="),
		bind(comparing, actNone, "vote: none of them is any good", "-"),
		bind(comparing, actStandings, "what the votes say of the models", "S"),
		bind(comparing, actCopyColumn, "copy this answer's Markdown", "y"),
		bind(comparing, actMind, "show or fold its reasoning", "t", "ctrl+t"),
		bind(comparing, actWrite, "write the next question to all of them", "tab"),
		bind(comparing, actHelp, "these keys", "?", "f1"),
		bind(comparing, actBreak, "stop all, then (twice) quit", "ctrl+c"),
		bind(comparing, actSuspend, "suspend", "ctrl+z"),

		bind(listing, actChoose, "choose", "enter"),
		bind(listing, actListUp, "up", "up", "ctrl+p"),
		bind(listing, actListDown, "down", "down", "ctrl+n"),
		bind(listing, actListPgUp, "page up", "pgup"),
		bind(listing, actListPgDn, "page down", "pgdown"),
		bind(listing, actMark, "models: mark several, to compare them", "space"),
		bind(listing, actField, "models: on to effort, temperature, dialect; left and right change them; sessions: those of other branches", "tab"),
		bind(listing, actFavourite, "models: make a favourite, or no longer; sessions: pin", "ctrl+f"),
		bind(listing, actText, "sessions: search every message (so does / at the start)", "ctrl+s"),
		bind(listing, actRename, "sessions: rename", "ctrl+r"),
		bind(listing, actRemove, "sessions: delete", "ctrl+d"),
		bind(listing, actUndo, "sessions: bring back what was deleted", "ctrl+z"),
		bind(listing, actListLeave, "back", "esc", "ctrl+c"),

		bind(paging, actLineUp, "up", "up", "k"),
		bind(paging, actLineDown, "down", "down", "j"),
		bind(paging, actUpPage, "page up", "pgup", "b"),
		bind(paging, actDownPage, "page down", "pgdown", "space"),
		bind(paging, actPrevTally, "standings: the tag before", "left", "h"),
		bind(paging, actNextTally, "standings: the tag after", "right", "l"),
		bind(paging, actPageLeave, "back", "esc", "q", "enter", "ctrl+c", "?", "f1"),
	}
}

// A keymap finds the action of a key.
type keymap struct {
	table []binding
	find  map[zone]map[string]action
}

// CheckKeys reports what is wrong with keys that the settings give to actions:
// an action that there isn't, or a key that would do two things in one place.
// Each line names the action first.
func CheckKeys(keys map[string][]string) error {
	_, err := newKeymap(keys)
	return err
}

func newKeymap(own map[string][]string) (keymap, error) {
	m := keymap{usualKeys(), map[zone]map[string]action{}}
	var known []string
	for i, b := range m.table {
		known = append(known, string(b.action))
		if keys, ok := own[string(b.action)]; ok {
			m.table[i].SetKeys(keys...)
			m.table[i].SetHelp(firstKey(keys), b.Help().Desc)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(own)) {
		if !slices.Contains(known, name) {
			return m, fmt.Errorf("%s: there is no such action; there are %s", name, strings.Join(slices.Compact(slices.Sorted(slices.Values(known))), ", "))
		}
	}
	for _, b := range m.table {
		if m.find[b.zone] == nil {
			m.find[b.zone] = map[string]action{}
		}
		for _, k := range b.Keys() {
			if other, taken := m.find[b.zone][k]; taken {
				return m, fmt.Errorf("%s: the key %s belongs to %s too", b.action, k, other)
			}
			m.find[b.zone][k] = b.action
		}
	}
	return m, nil
}

func (m keymap) action(z zone, key string) action { return m.find[z][key] }

// key is the first of an action, to be named in a hint.
func (m keymap) key(z zone, a action) string {
	for _, b := range m.table {
		if b.zone == z && b.action == a {
			return b.Help().Key
		}
	}
	return ""
}

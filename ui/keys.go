package ui

import (
	"fmt"
	"maps"
	"slices"
	"strings"
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
	zone   zone
	action action
	keys   []string
	help   string
}

func usualKeys() []binding {
	k := func(keys ...string) []string { return keys }
	return []binding{
		{writing, actSend, k("enter"), "send; while an answer comes: queue"},
		{writing, actNewline, k("ctrl+j", "alt+enter", "shift+enter"), "new line (so does \\ before enter)"},
		{writing, actStop, k("esc"), "stop the answer; if nothing came, the prompt returns"},
		{writing, actBreak, k("ctrl+c"), "stop, then clear, then (twice) quit"},
		{writing, actUp, k("up"), "line up; on the first line to what is queued, else to what was asked before"},
		{writing, actDown, k("down"), "line down"},
		{writing, actSearch, k("ctrl+r"), "search all that was ever asked"},
		{writing, actEditor, k("ctrl+o"), "write in $EDITOR"},
		{writing, actUnfold, k("ctrl+x"), "open the paste at the cursor"},
		{writing, actWalk, k("tab"), "complete a /command or an @file; else walk the transcript"},
		{writing, actModels, k("ctrl+l"), "choose the model, effort, temperature, dialect"},
		{writing, actThoughts, k("ctrl+t"), "show or fold the last reasoning"},
		{writing, actSessions, k("ctrl+s"), "the sessions"},
		{writing, actRetry, k("r"), "after an error, with nothing written: ask again"},
		{writing, actContinue, k("."), "after a cut answer, with nothing written: continue it"},
		{writing, actPageUp, k("pgup"), "page up; with nothing written: walk the transcript"},
		{writing, actPageDown, k("pgdown"), "page down"},
		{writing, actTop, k("ctrl+home"), "to the start"},
		{writing, actBottom, k("ctrl+end"), "to the end, and follow it"},
		{writing, actHelp, k("?", "f1"), "these keys (? with nothing written)"},
		{writing, actSuspend, k("ctrl+z"), "suspend"},
		{writing, actLeft, k("left", "ctrl+b"), "left"},
		{writing, actRight, k("right", "ctrl+f"), "right"},
		{writing, actWordLeft, k("ctrl+left", "alt+left", "alt+b"), "word left"},
		{writing, actWordRight, k("ctrl+right", "alt+right", "alt+f"), "word right"},
		{writing, actHome, k("home", "ctrl+a"), "start of the line"},
		{writing, actEnd, k("end", "ctrl+e"), "end of the line"},
		{writing, actBack, k("backspace", "shift+backspace", "ctrl+h"), "delete left"},
		{writing, actDelete, k("delete", "ctrl+d"), "delete right"},
		{writing, actKillWord, k("ctrl+w", "alt+backspace", "ctrl+backspace"), "delete the word before"},
		{writing, actKillLeft, k("ctrl+u"), "delete to the start of the line"},
		{writing, actKillRight, k("ctrl+k"), "delete to the end of the line"},
		{writing, actYank, k("ctrl+y"), "put back what was deleted"},

		{walking, actNext, k("j", "down"), "next message"},
		{walking, actPrevious, k("k", "up"), "previous message"},
		{walking, actPageUp, k("pgup", "ctrl+u"), "page up"},
		{walking, actPageDown, k("pgdown", "ctrl+d", "space"), "page down"},
		{walking, actFirst, k("g", "home", "ctrl+home"), "first message"},
		{walking, actLast, k("G", "end", "ctrl+end"), "last message"},
		{walking, actCopy, k("y"), "copy the message's Markdown"},
		{walking, actCode, k("c"), "copy one of its code blocks"},
		{walking, actLink, k("o"), "open one of its links"},
		{walking, actFold, k("enter"), "fold or unfold"},
		{walking, actThought, k("t"), "show or fold its reasoning"},
		{walking, actRedo, k("r"), "answer again, beside this answer"},
		{walking, actOther, k("R"), "the same, by another model"},
		{walking, actGoOn, k("."), "continue an answer that was cut"},
		{walking, actEdit, k("e"), "edit the question, beside this one"},
		{walking, actFork, k("f"), "go on from here in a session of its own"},
		{walking, actOrigin, k("b"), "back to where this session was forked from"},
		{walking, actOlder, k("h", "left"), "the version before, where there are several"},
		{walking, actNewer, k("l", "right"), "the version after"},
		{walking, actSave, k("s"), "keep its images in files"},
		{walking, actModels, k("ctrl+l"), "choose the model"},
		{walking, actSessions, k("ctrl+s"), "the sessions"},
		{walking, actHelp, k("?", "f1"), "these keys"},
		{walking, actBreak, k("ctrl+c"), "stop the answer, or leave"},
		{walking, actLeave, k("esc", "tab", "q"), "back to writing"},

		{queueing, actQueueUp, k("up"), "to the question before"},
		{queueing, actQueueDown, k("down"), "to the next; after the last back to writing"},
		{queueing, actTake, k("enter"), "edit it; sent again it goes back to its place"},
		{queueing, actDrop, k("delete", "backspace"), "remove it"},
		{queueing, actSooner, k("alt+up", "shift+up"), "ask it sooner"},
		{queueing, actLater, k("alt+down", "shift+down"), "ask it later"},
		{queueing, actQueueLeave, k("esc", "tab"), "back to writing"},

		{comparing, actPick, k("enter"), "go on in the chat with this answer; the others stay beside it"},
		{comparing, actColumn, k("1", "2", "3", "4", "5", "6", "7", "8"), "the same with the n-th answer; one out of sight comes to the front first"},
		{comparing, actNextColumn, k("right", "l"), "next column"},
		{comparing, actPrevColumn, k("left", "h"), "previous column"},
		{comparing, actRowUp, k("up", "k"), "up"},
		{comparing, actRowDown, k("down", "j"), "down"},
		{comparing, actPageUp, k("pgup", "ctrl+u"), "page up"},
		{comparing, actPageDown, k("pgdown", "ctrl+d", "space"), "page down"},
		{comparing, actFirst, k("g", "home", "ctrl+home"), "to the start"},
		{comparing, actLast, k("G", "end", "ctrl+end"), "to the end, and follow it"},
		{comparing, actSync, k("s"), "scroll all columns together, by heading and block"},
		{comparing, actZoom, k("z"), "this column alone, on the whole screen"},
		{comparing, actDiff, k("d"), "this answer and the next word by word; a digit chooses another"},
		{comparing, actAgain, k("r"), "ask this column again"},
		{comparing, actTakeUp, k("."), "continue an answer that was cut"},
		{comparing, actAnother, k("m", "ctrl+l"), "ask another model in this column"},
		{comparing, actStopOne, k("x"), "stop this answer"},
		{comparing, actStopAll, k("esc", "q"), "stop all; then back to the chat"},
		{comparing, actBlind, k("b"), "name nobody before the vote, and shuffle the columns"},
		{comparing, actVote, k("v"), "vote: a digit for the best answer"},
		{comparing, actTie, k("="), "vote: they are equally good"},
		{comparing, actNone, k("-"), "vote: none of them is any good"},
		{comparing, actStandings, k("S"), "what the votes say of the models"},
		{comparing, actCopyColumn, k("y"), "copy this answer's Markdown"},
		{comparing, actMind, k("t", "ctrl+t"), "show or fold its reasoning"},
		{comparing, actWrite, k("tab"), "write the next question to all of them"},
		{comparing, actHelp, k("?", "f1"), "these keys"},
		{comparing, actBreak, k("ctrl+c"), "stop all, then (twice) quit"},
		{comparing, actSuspend, k("ctrl+z"), "suspend"},

		{listing, actChoose, k("enter"), "choose"},
		{listing, actListUp, k("up", "ctrl+p"), "up"},
		{listing, actListDown, k("down", "ctrl+n"), "down"},
		{listing, actListPgUp, k("pgup"), "page up"},
		{listing, actListPgDn, k("pgdown"), "page down"},
		{listing, actMark, k("space"), "models: mark several, to compare them"},
		{listing, actField, k("tab"), "models: on to effort, temperature, dialect; left and right change them; sessions: those of other branches"},
		{listing, actFavourite, k("ctrl+f"), "models: make a favourite, or no longer; sessions: pin"},
		{listing, actText, k("ctrl+s"), "sessions: search every message (so does / at the start)"},
		{listing, actRename, k("ctrl+r"), "sessions: rename"},
		{listing, actRemove, k("ctrl+d"), "sessions: delete"},
		{listing, actUndo, k("ctrl+z"), "sessions: bring back what was deleted"},
		{listing, actListLeave, k("esc", "ctrl+c"), "back"},

		{paging, actLineUp, k("up", "k"), "up"},
		{paging, actLineDown, k("down", "j"), "down"},
		{paging, actUpPage, k("pgup", "b"), "page up"},
		{paging, actDownPage, k("pgdown", "space"), "page down"},
		{paging, actPrevTally, k("left", "h"), "standings: the tag before"},
		{paging, actNextTally, k("right", "l"), "standings: the tag after"},
		{paging, actPageLeave, k("esc", "q", "enter", "ctrl+c", "?", "f1"), "back"},
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
			m.table[i].keys = keys
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
		for _, key := range b.keys {
			if other, taken := m.find[b.zone][key]; taken {
				return m, fmt.Errorf("%s: the key %s belongs to %s too", b.action, key, other)
			}
			m.find[b.zone][key] = b.action
		}
	}
	return m, nil
}

func (m keymap) action(z zone, key string) action { return m.find[z][key] }

// key is the first of an action, to be named in a hint.
func (m keymap) key(z zone, a action) string {
	for _, b := range m.table {
		if b.zone == z && b.action == a && len(b.keys) > 0 {
			return b.keys[0]
		}
	}
	return ""
}

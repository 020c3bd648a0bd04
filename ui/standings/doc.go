// Package standings is the screen of what the votes say of the models. It counts
// nothing itself: package rating does. Start at [Ask].
package standings

// Package standings is the screen of the models' ratings by votes. Package rating
// does the counting. Start at [Ask].
package standings

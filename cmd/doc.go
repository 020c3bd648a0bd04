// Package cmd is the command line: flags in, exit code out. [Run] is what main
// calls.
//
// It has the root command, which asks once (ask.go) or chats line by line
// (plain.go), and the demo. Each other command has a package below cmd. Nothing
// else parses flags, and nothing but they and package config looks at the
// environment.
//
// The rules of the command line:
//
//   - Standard output holds the answer, or what the command was asked to list,
//     and nothing else.
//   - Everything else goes to standard error. Sentences have a "neonchat:"
//     before them, no capital and no full stop; what to do about one follows on
//     a line of its own, after "hint:".
//   - Bad usage or configuration exits with 2, a failed or cut answer with 1.
//
// To add a command:
//
//  1. Write an options struct that embeds *program.Program and has the flags and
//     what else the command uses: backend.Models to ask a model, backend.History
//     for sessions. Its run method does the work; package models is the shortest
//     example.
//  2. Write a Command function that makes the options, defines the flags and gives
//     cobra the help. Program.AskFlags and ResumeFlags define those that every
//     question takes, and Program.Load has checked them before run begins.
//  3. Add it to newRoot and to the usage text in root.go, to the arrows in
//     main_test.go if it is a package of its own, and tell its story by a script in
//     testdata/script.
package cmd

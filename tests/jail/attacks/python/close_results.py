# title: closes the results pipe, so that the runner waits for words that cannot come
# source: judge test: a program that takes the judge's channel away
# blocked: killed or said
# twin: no: what counts is that the runner gives a verdict
import os

os.closerange(3, 256)
held("closed")

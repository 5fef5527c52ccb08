Feature: trials

Feature: registry

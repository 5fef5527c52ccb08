Feature: coverage
